"""What the user sees now: selection, visibility, pose, movement, camera. Neither VTK nor Qt is known here."""
