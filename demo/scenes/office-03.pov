#version 3.7;
// A gallery's brochure and the bag's own label, both on the call sheet, at an angle.
#include "office.inc"
Look(<5, 47, -50>, <1, 4, -2>, 50)
Office_light()
object { Desk }
object { Wall }
object { Handbag(<0.72, 0.5, 0.28>, <0.93, 0.87, 0.75>) rotate y * -16 translate <14, 0, 8> }
object { Sheet("brochure", 14.8, 21, Flat) rotate y * 13 translate <-10, 0, -8> }
object { Card("label", 9, 5.6, 0.12) rotate y * -7 translate <10, 0, -15> }
object { Pen(<0.55, 0.1, 0.12>) rotate y * -62 translate <-22, 0, -10> }
object { Mug rotate y * 200 translate <-22, 0, 10> }
object { Coffee translate <-22, 0, 10> }
object { Plant translate <-6, 0, 30> }
object { Clips translate <1, 0, -22> }
