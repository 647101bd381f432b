#version 3.7;
// Two bags and nothing that bears print. Frame 1 to 3: the camera moves a little.
#include "office.inc"
#declare At = array[4] { <0, 52, -62>, <0, 52, -62>, <-5, 50, -62>, <6, 55, -60> }
Look(At[Frame] + Walk, <0, 12, 0>, 55)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.2, 0.3, 0.25>, <0.8, 0.75, 0.6>) rotate y * 24 translate <-17, 0, 6> }
object { Handbag(<0.5, 0.13, 0.14>, <0.85, 0.75, 0.6>) rotate y * -18 translate <17, 0, 2> }
object { Mug rotate y * -40 translate <30, 0, -14> }
object { Coffee translate <30, 0, -14> }
object { Pen(<0.08, 0.09, 0.12>) rotate y * 38 translate <-4, 0, -18> }
