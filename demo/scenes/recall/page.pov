#version 3.7;
// One page on a table, for measuring how many of its words are found. Declared from outside:
// Text (0, 1), Angle (degrees between the line of sight and the page's normal), Turn (of the page), Curve, Shadow.
#declare Cheap = 1;
#include "../common.inc"
#declare Bowed = function (x, y, z) { 0.1 + 2.6 * pow(sin(pi * (0.12 + 0.8 * x)), 2) + 0.3 * sin(4 * y) }
#if (Text = 0) #declare Name = "prose-a"; #else #declare Name = "prose-b"; #end

#local Far = 62;
camera {
    perspective
    location <0, Far * cos(radians(Angle)), -Far * sin(radians(Angle)) - 0.01>
    right x * image_width / image_height
    up y
    angle 27 - Angle * 0.06
    look_at <0, 0, -2.5 * sin(radians(Angle))>
}
Window(<-110, 130, 30>, <0, 0, 0>, 40, rgb <1.0, 0.96, 0.9> * (Shadow ? 0.85 : 1.05))
Fill(<60, 120, -60>, rgb <0.85, 0.9, 1.0> * 0.16)
box { <-200, -4, -200>, <200, 0, 200> Wood(<0.33, 0.22, 0.14>, <0.55, 0.4, 0.27>, 4) }
#if (Curve)
    object { Sheet(Name, 21, 29.7, Bowed) rotate y * Turn }
#else
    object { Sheet(Name, 21, 29.7, Flat) rotate y * Turn }
#end
#if (Shadow)
    // something tall and a window bar stand between the light and the page
    cylinder { <-30, 0, 2>, <-30, 45, 2>, 4 Matt(<0.4, 0.3, 0.3>) }
    cylinder { <-60, 60, -80>, <-60, 75, 80>, 2.5 Matt(<0.3, 0.3, 0.3>) }
    sphere { <-26, 30, -8>, 8 Matt(<0.4, 0.35, 0.3>) }
#end
