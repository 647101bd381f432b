#version 3.7;
// Lines of print at known x-heights: 40 pixels a cm when rendered at 2000 by 1360. Text 0 sans, 1 serif.
#declare Cheap = 1;
#include "../common.inc"
#if (Text = 0) #declare Name = "ladder-sans-small"; #else #declare Name = "ladder-serif-small"; #end
camera { orthographic location <0, 60, 0> right x * 50 up y * 34 look_at <0, 0, 0> sky z }
Window(<-90, 200, 60>, <0, 0, 0>, 60, rgb <1.0, 0.97, 0.92> * 0.95)
object { Sheet(Name, 50, 34, Flat) }
