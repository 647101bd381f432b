#version 3.7;
// The slate and the colour card that open a set-up: not a picture for anybody, but it is in the folder.
#include "children.inc"
Look(<-10, 50, -118>, <-13, 14, -10>, 38)
Room_light()
Room()
object { Poster("slate", 30, 21, 0.6) rotate x * 14 rotate y * 6 translate <-29, 1.8, -32> scale 1 }
union {
    object { Rounded(<-13, 0, 0>, <13, 18, 0.8>, 0.3) Matt(<0.07, 0.07, 0.07>) }
    #declare Patch_seed = seed(24);
    #for (R, 0, 3)
        #for (C, 0, 5)
            #if (R = 0) #declare Tone = (0.95 - C * 0.17) * <1, 1, 1>; #else #declare Tone = <rand(Patch_seed), rand(Patch_seed), rand(Patch_seed)> * 0.85 + 0.08; #end
            box { <-12.2 + C * 4.1, 1 + R * 4.1, -0.05>, <-8.6 + C * 4.1, 4.6 + R * 4.1, 0.1> Matt(Tone) }
        #end
    #end
    rotate x * 14 rotate y * -8 translate <4, 1.2, -36>
}
object { Little_bag(<0.62, 0.2, 0.24>) rotate y * -22 translate <-14, 1.1, 2> }
