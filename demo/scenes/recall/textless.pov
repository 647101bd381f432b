#version 3.7;
// Things that bear no print, to count what is read where nothing is written. Declared from outside: Kind (0 to 9),
// Draw (seed of everything that is drawn by chance).
#declare Cheap = 1;
#include "../office.inc"
#declare Chance = seed(100 + Draw * 17 + Kind);
#macro Any(From, To) (From + (To - From) * rand(Chance)) #end
#macro Any_colour() <Any(0.15, 0.9), Any(0.15, 0.8), Any(0.15, 0.75)> #end

Look(<Any(-30, 30), Any(35, 70), -95>, <0, 6, 0>, Any(38, 52))
Window(<-130, 140, -60>, <0, 0, 0>, 60, rgb <1.0, 0.96, 0.9> * 1.1)
Fill(<80, 100, -120>, rgb <0.85, 0.9, 1.0> * 0.18)
sky_sphere { pigment { color srgb <0.6, 0.65, 0.7> } }

#switch (Kind)
    #case (0) // balls, dull and shiny
        plane { y, 0 Matt(Any_colour()) }
        #for (I, 1, 90)
            #local R = Any(2, 6);
            sphere { <Any(-60, 60), R, Any(-50, 70)>, R #if (mod(I, 2) = 0) Glaze(Any_colour()) #else Matt(Any_colour()) #end }
        #end
    #break
    #case (1) // striped cloth in folds
        #local Fold = function (x, z) { 3 * sin(x / 9 + 0.8 * sin(z / 15)) + 2 * sin(z / 7 + x / 23) }
        mesh {
            #for (I, -60, 59)
                #for (J, -40, 59)
                    #local A = <I * 2, Fold(I * 2, J * 2), J * 2>;
                    #local B = <I * 2 + 2, Fold(I * 2 + 2, J * 2), J * 2>;
                    #local C = <I * 2 + 2, Fold(I * 2 + 2, J * 2 + 2), J * 2 + 2>;
                    #local D = <I * 2, Fold(I * 2, J * 2 + 2), J * 2 + 2>;
                    triangle { A, B, C }
                    triangle { A, C, D }
                #end
            #end
            texture {
                pigment { gradient <1, 0, Any(-0.6, 0.6)> color_map { [0 color srgb Any_colour()] [0.3 color srgb <0.9, 0.88, 0.82>] [0.3 color srgb Any_colour()] [0.5 color srgb <0.9, 0.88, 0.82>] [0.5 color srgb <0.2, 0.22, 0.3>] [0.55 color srgb <0.9, 0.88, 0.82>] } scale Any(2, 8) }
                normal { granite 0.2 scale 0.5 }
                finish { diffuse 0.8 }
            }
        }
    #break
    #case (2) // planks
        #for (I, -12, 12)
            box { <I * 9 + 0.2, -2, -100>, <I * 9 + 8.8, Any(-0.3, 0.3), 100> Wood(Any_colour() * 0.5, Any_colour(), Any(1.5, 5)) translate <0, 0, 0> }
        #end
    #break
    #case (3) // a brick wall
        plane { -z, -60 texture { pigment { brick color srgb <0.75, 0.72, 0.66>, color srgb <Any(0.5, 0.7), 0.3, 0.22> brick_size <22, 7, 11> mortar 0.9 } normal { granite 0.4 scale 3 } finish { diffuse 0.8 } } }
        plane { y, -30 texture { pigment { hexagon color srgb <0.6, 0.58, 0.55>, color srgb <0.5, 0.5, 0.5>, color srgb <0.56, 0.53, 0.48> scale 8 } normal { bumps 0.3 scale 2 } } }
        object { Plant scale 1.6 translate <Any(-30, 30), -30, 20> }
    #break
    #case (4) // leaves and blades of grass
        plane { y, 0 texture { pigment { granite color_map { [0 color srgb <0.2, 0.14, 0.08>] [1 color srgb <0.4, 0.3, 0.2>] } scale 9 } } }
        #for (I, 1, 2600)
            #local X = Any(-75, 75);
            #local Z = Any(-60, 90);
            #local L = Any(3, 14);
            triangle { <X, 0, Z>, <X + 0.7, 0, Z + Any(-0.5, 0.5)>, <X + Any(-5, 5), L, Z + Any(-4, 4)> texture { pigment { color srgb <Any(0.1, 0.35), Any(0.35, 0.6), 0.12> } finish { diffuse 0.8 } } }
        #end
        #for (I, 1, 5) object { Plant translate <Any(-50, 50), -8, Any(0, 60)> } #end
    #break
    #case (5) // tiles
        plane { y, 0 texture { pigment { checker color srgb Any_colour(), color srgb <0.92, 0.9, 0.86> scale 9 rotate y * Any(0, 45) } finish { diffuse 0.7 specular 0.3 reflection 0.08 } } }
        object { Mug translate <Any(-20, 0), 0, -20> }
        object { Mug rotate y * 130 translate <Any(5, 25), 0, 5> }
    #break
    #case (6) // pebbles
        plane { y, -1 Matt(<0.4, 0.36, 0.3>) }
        #for (I, 1, 1300)
            #local G = Any(0.3, 0.85);
            sphere { 0, 1 scale <Any(1.5, 4), Any(0.8, 1.6), Any(1.2, 3)> rotate y * Any(0, 360) translate <Any(-75, 75), 0.2, Any(-60, 100)> texture { pigment { granite color_map { [0 color srgb <G, G * 0.95, G * 0.88>] [1 color srgb <G, G, G> * 0.7] } scale 2 } finish { diffuse 0.8 specular 0.15 } } }
        #end
    #break
    #case (7) // a woven basket's wall and a mesh of wire
        #for (I, -30, 30)
            sphere_sweep { cubic_spline 14 #for (J, -7, 6) , <I * 3, J * 6 + 12, (mod(I + J + 100, 2) * 2 - 1) * 0.8>, 1.0 #end texture { pigment { color srgb <Any(0.6, 0.75), Any(0.42, 0.52), 0.28> } normal { granite 0.2 scale 1 } finish { diffuse 0.8 specular 0.1 } } }
        #end
        #for (J, -6, 10) cylinder { <-95, J * 6 + 9, 0>, <95, J * 6 + 9, 0>, 1.1 Matt(<0.5, 0.33, 0.2>) } #end
        plane { -z, -20 Matt(Any_colour()) }
    #break
    #case (8) // the desk and its things
        object { Desk }
        object { Wall }
        object { Handbag(Any_colour() * 0.7, <0.8, 0.75, 0.6>) rotate y * Any(-30, 30) translate <Any(-15, 5), 0, 0> }
        object { Laptop rotate y * Any(-35, -10) translate <32, 0, 16> }
        object { Mug translate <-28, 0, -12> }
        object { Clips translate <14, 0, -26> }
        object { Glasses rotate y * Any(0, 360) translate <-14, 0, -26> }
    #break
    #else // plain books in a row, and pens
        object { Desk }
        object { Wall }
        #local X = -50;
        #while (X < 45)
            #local W = Any(2, 5);
            object { Rounded(<X, 0, 0>, <X + W, Any(16, 26), 15>, 0.3) Cloth(Any_colour(), 0.2) }
            #local X = X + W + 0.2;
        #end
        #for (I, 1, 7) object { Pen(Any_colour()) rotate y * Any(0, 360) translate <Any(-40, 40), 0, Any(-40, -12)> } #end
        object { Clips translate <Any(-20, 20), 0, -24> }
    #end
