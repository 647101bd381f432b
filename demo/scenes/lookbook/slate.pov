#version 3.7;
// The slate that opens the shoot.
#include "office.inc"
Look(<0, 30, -60>, <0, 10, 0>, 44)
Office_light()
object { Desk }
object { Wall }
object { Card("slate-errands", 30, 21, 0.6) rotate x * -70 translate <0, 10, 0> }
