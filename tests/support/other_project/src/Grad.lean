prelude
import Grad.Cells
import Grad.Later
