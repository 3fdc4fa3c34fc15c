"""What leaves the program as files: pictures and meshes. No Qt."""
