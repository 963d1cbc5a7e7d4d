// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

/// The words CustomerGenerator puts customers together from. UTF-8.
namespace Customers::Words {

inline constexpr std::array givenNames = {
    "James",   "Mary",     "Robert",  "Patricia", "Łukasz",   "Jennifer", "Michael", "Linda",     "David",
    "Zoë",     "William",  "Barbara", "José",     "Susan",    "Joseph",   "Jessica", "Thomas",    "Siobhán",
    "Daniel",  "Karen",    "Björn",   "Nancy",    "Matthew",  "Margaret", "Anthony", "Sandra",    "Renée",
    "Ashley",  "Steven",   "Dorothy", "Andrew",   "Kimberly", "Nguyễn",   "Donna",   "Kevin",     "Michelle",
    "Brian",   "Carol",    "George",  "Amanda",   "Marisol",  "Deborah",  "Kenneth", "Stephanie", "Søren",
    "Rebecca", "Earl",     "Laura",   "Wendell",  "Helen",    "Tyrone",   "Sharon",  "Dwayne",    "Cynthia",
    "Ayşe",    "Kathleen", "Curtis",  "Amy",      "Hector",   "Angela",   "Clyde",   "Shirley",   "Raúl",
    "Brenda",  "Vernon",   "Emma",    "Otis",     "Nicole",   "Jürgen",   "Gail"};

inline constexpr std::array familyNames = {
    "Smith",      "Johnson",   "Williams",  "Brown",    "Öztürk",   "Garcia",     "Miller",   "Davis",
    "Rodríguez",  "Martinez",  "Hernández", "Lopez",    "Wilson",   "Anderson",   "Thomas",   "O'Brien",
    "Moore",      "Jackson",   "Martin",    "Lee",      "Pérez",    "Thompson",   "White",    "Harris",
    "Kowalski",   "Clark",     "Ramirez",   "Lewis",    "Robinson", "Walker",     "Young",    "Nuñez",
    "King",       "Wright",    "Scott",     "Torres",   "Hill",     "Flores",     "Green",    "Adams",
    "Nelson",     "Baker",     "Hall",      "Dvořák",   "Campbell", "Mitchell",   "Carter",   "Roberts",
    "Hensley",    "Stoltzfus", "Yoder",     "Schäfer",  "Pruitt",   "Vandenberg", "de Vries", "McAllister",
    "Fitzgerald", "Søgaard",   "Nowak",     "Petrović", "Callahan", "Beaulieu",   "Çelik",    "Whitaker",
    "Grabowski",  "Lindqvist", "Tran",      "Oyelaran", "Haddad",   "Novák",      "Burkhart", "Szczepański"};

inline constexpr std::array businesses = {
    "Lawn Care",   "Landscaping", "Tree Service", "Property Services", "Snow Removal",
    "Farm Supply", "Golf Club",   "Orchards",     "Grounds & Gardens", "Rental Yard"};

inline constexpr std::array streets = {
    "Main St",        "Oak Ave",        "Maple Dr",    "Cedar Ln",     "Elm St",      "Lakeview Rd",
    "Mill Creek Rd",  "Walnut St",      "Ridge Rd",    "Church St",    "Park Blvd",   "Sycamore Ct",
    "County Road 12", "Hickory Ln",     "Orchard Way", "Prospect Ave", "Old Post Rd", "Meadowbrook Dr",
    "Chestnut St",    "State Route 43", "Birch Hollow"};

/// Town, state, first three digits of the ZIP code and telephone area code belong together.
struct Town
{
    const char *name;
    const char *zip;
    const char *area;
};
inline constexpr std::array towns = {
    Town{"Cleveland, OH", "441", "216"},  Town{"Akron, OH", "443", "330"},
    Town{"Wooster, OH", "446", "330"},    Town{"Medina, OH", "442", "330"},
    Town{"Toledo, OH", "436", "419"},     Town{"Erie, PA", "165", "814"},
    Town{"Buffalo, NY", "142", "716"},    Town{"Ann Arbor, MI", "481", "734"},
    Town{"Fort Wayne, IN", "468", "260"}, Town{"Duluth, MN", "558", "218"},
    Town{"Montpelier, VT", "056", "802"}, Town{"Cañon City, CO", "812", "719"},
    Town{"Española, NM", "875", "505"},   Town{"Eau Claire, WI", "547", "715"}};

inline constexpr std::array machines = {"Toro Recycler 22 in mower",
                                        "Honda HRX217 mower",
                                        "Stihl MS 271 chainsaw",
                                        "Husqvarna 450 chainsaw",
                                        "Ariens Deluxe 24 snow blower",
                                        "John Deere X350 tractor",
                                        "Echo PB-580T blower",
                                        "Cub Cadet XT1 tractor",
                                        "Generac GP6500 generator",
                                        "Craftsman tiller",
                                        "Troy-Bilt Storm snow blower",
                                        "Stihl FS 91 trimmer",
                                        "Briggs & Stratton pressure washer",
                                        "Exmark Lazer Z",
                                        "Kubota T1880",
                                        "DR log splitter"};

inline constexpr std::array faults = {"won't start after winter",
                                      "carburetor needs cleaning",
                                      "pull cord snapped",
                                      "leaks oil at the deck",
                                      "blade bent on a stump",
                                      "surges at idle",
                                      "chain dull, bar worn",
                                      "auger shear pin broken",
                                      "needs spring tune-up",
                                      "belt slips under load",
                                      "smokes blue on startup",
                                      "fuel line cracked",
                                      "dead battery and bad solenoid",
                                      "drive cable stretched",
                                      "spark plug fouled",
                                      "impeller rattles"};

inline constexpr std::array remarks = {"Call before 9 am.",
                                       "Prefers text messages.",
                                       "Pays by check.",
                                       "Pick-up and delivery, gate code at the desk.",
                                       "Picks up Saturdays only.",
                                       "Ask for the son, he brings it in.",
                                       "Estimate first, please.",
                                       "Regular since 2009.",
                                       "Wants the old parts back.",
                                       "Dog in the yard!",
                                       "Quoted $145 – approved.",
                                       "Parts on order, 5–7 days.",
                                       "10 % off, veteran.",
                                       "No voicemail set up.",
                                       "Loaner mower out."};

} // namespace Customers::Words
