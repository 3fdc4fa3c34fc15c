"""The hip in motion: joint, pose, clips and how soft tissue follows the bones. Numpy alone."""
