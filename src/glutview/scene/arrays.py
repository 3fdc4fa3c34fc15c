"""NumPy arrays handed to VTK without a copy: writing into the array is writing into what is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkDataArray, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData

Singles = npt.NDArray[np.float32]


def data_array(values: npt.NDArray[np.float32 | np.uint8 | np.int32], name: str) -> vtkDataArray:
    """A VTK array over the memory of `values` (n,) or (n, k), which it keeps alive."""
    array: vtkDataArray = numpy_to_vtk(np.ascontiguousarray(values), deep=False)
    array.SetName(name)
    return array


def triangles(faces: npt.NDArray[np.int32]) -> vtkCellArray:
    """The cells of faces (m, 3), over their memory, which they keep alive."""
    cells = vtkCellArray()
    cells.SetData(3, data_array(np.ascontiguousarray(faces, dtype=np.int32).ravel(), "corners"))
    return cells


def surface(points: Singles, faces: npt.NDArray[np.int32]) -> vtkPolyData:
    """Triangles over points (n, 3)."""
    place = vtkPoints()
    place.SetData(data_array(points, "points"))
    data = vtkPolyData()
    data.SetPoints(place)
    data.SetPolys(triangles(faces))
    return data
