"""The model against the literature: every figure that is published of the region, measured on the meshes."""
