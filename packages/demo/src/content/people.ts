/** The people of the demo: who they are and where. */
import type { Currency } from "@freelancerm/contracts/fields";

export interface Place {
  timeZone: string;
  currency: Currency;
  languages: string[];
}

export const places: Record<string, Place> = {
  AT: { timeZone: "Europe/Vienna", currency: "EUR", languages: ["de", "en"] },
  BE: { timeZone: "Europe/Brussels", currency: "EUR", languages: ["fr", "nl", "en"] },
  BR: { timeZone: "America/Sao_Paulo", currency: "USD", languages: ["pt", "en"] },
  CA: { timeZone: "America/Toronto", currency: "USD", languages: ["en", "fr"] },
  CH: { timeZone: "Europe/Zurich", currency: "CHF", languages: ["de", "fr", "en"] },
  CZ: { timeZone: "Europe/Prague", currency: "EUR", languages: ["cs", "en"] },
  DE: { timeZone: "Europe/Berlin", currency: "EUR", languages: ["de", "en"] },
  DK: { timeZone: "Europe/Copenhagen", currency: "EUR", languages: ["da", "en"] },
  EG: { timeZone: "Africa/Cairo", currency: "USD", languages: ["ar", "en"] },
  ES: { timeZone: "Europe/Madrid", currency: "EUR", languages: ["es", "en"] },
  FI: { timeZone: "Europe/Helsinki", currency: "EUR", languages: ["fi", "sv", "en"] },
  FR: { timeZone: "Europe/Paris", currency: "EUR", languages: ["fr", "en"] },
  GB: { timeZone: "Europe/London", currency: "GBP", languages: ["en"] },
  GR: { timeZone: "Europe/Athens", currency: "EUR", languages: ["el", "en"] },
  IE: { timeZone: "Europe/Dublin", currency: "EUR", languages: ["en"] },
  IN: { timeZone: "Asia/Kolkata", currency: "USD", languages: ["hi", "en"] },
  IT: { timeZone: "Europe/Rome", currency: "EUR", languages: ["it", "en"] },
  JP: { timeZone: "Asia/Tokyo", currency: "JPY", languages: ["ja", "en"] },
  KE: { timeZone: "Africa/Nairobi", currency: "USD", languages: ["sw", "en"] },
  MX: { timeZone: "America/Mexico_City", currency: "USD", languages: ["es", "en"] },
  NL: { timeZone: "Europe/Amsterdam", currency: "EUR", languages: ["nl", "en"] },
  PL: { timeZone: "Europe/Warsaw", currency: "EUR", languages: ["pl", "en"] },
  PT: { timeZone: "Europe/Lisbon", currency: "EUR", languages: ["pt", "en"] },
  SE: { timeZone: "Europe/Stockholm", currency: "EUR", languages: ["sv", "en"] },
  US: { timeZone: "America/New_York", currency: "USD", languages: ["en"] },
  VN: { timeZone: "Asia/Ho_Chi_Minh", currency: "USD", languages: ["vi", "en"] },
};

/** `Name | country | company | what it does`. The first is the demo client. */
export const clients = `
Clara Weiss | AT | Weiss & Tochter Gastgeber | We run three small hotels and a restaurant between Salzburg and Graz and look for people who make good things simple.
Oliver Grant | GB | Northlight Studios | A film and podcast house in Leeds. We tell true stories and pay on time.
Amélie Fournier | FR | Maison Fournier | Natural cosmetics from Grasse, made in small batches by nineteen people.
Jonas Keller | CH | Keller Messtechnik AG | Sensors for water and air, developed and built in Winterthur since 1974.
Yuki Tanaka | JP | Tanabata Games | An independent studio of fourteen that makes quiet puzzle games.
Rachel Kim | US | Harbor Lane Health | Telemedicine for rural clinics in the Northeast.
Marta Nowak | PL | Zielony Dach | Green roofs and rain gardens for cities. We plan, build and look after them.
Pieter de Vries | NL | Vries Cargo Bikes | Cargo bikes for craftsmen, built in Utrecht.
Sofia Lindqvist | SE | Nordvind Energi | We help housing associations to heat with less.
Diego Herrera | ES | Mesa Larga | Three restaurants and a cookery school in Valencia.
Hannah Becker | DE | Becker Verlag | A publisher of maps and hiking guides with a weakness for good paper.
Thomas Reid | GB | Reid & Carver Solicitors | Family and property law in Edinburgh.
Giulia Conti | IT | Conti Luce | Lamps from Milan since 1961, sold in twenty-two countries.
Lars Mikkelsen | DK | Fjordline Software | Planning software for ferries and ports.
Emily Carter | US | Brightfield Learning | Online courses for teachers, used in 900 schools.
Stefan Huber | AT | Bergrettung Akademie | We train mountain rescuers and everybody who wants to come home safely.
Nina Petrova | DE | Lingua Nova | A language school with 60 teachers and one very full timetable.
Akira Sato | JP | Sato Optics | Lenses and laboratory instruments from Yokohama.
Louise Martin | BE | Chocolaterie Martin | Single-origin chocolate made where you can watch.
Michael O'Brien | IE | Tidewater Marine | Boat berths, sails and a chandlery on the west coast.
Isabel Duarte | PT | Costa Verde Turismo | Walking holidays along the coast, run by people who live there.
Daniel Meier | CH | Meier Treuhand | Books, wages and taxes for small companies around Lake Zurich.
Kavita Rao | GB | Patchwork Foods | Meal kits cooked from what farms have too much of.
Benjamin Wolf | DE | Stadtwerke Lindenau | Energy, water and buses for a town of 80,000.
Grace Thompson | US | Foundry Robotics | Small robots for small factories.
Antoine Leroy | FR | Théâtre des Ormes | A city theatre with 300 seats and a workshop full of wood.
Veera Koskinen | FI | Saimaa Sauna | Saunas delivered by boat.
Mehmet Yilmaz | DE | Yilmaz Logistik | Forty lorries, two warehouses and a control room that never sleeps.
Charlotte Evans | GB | Evans Ceramics | Tableware for restaurants, thrown by hand in Stoke.
Javier Ruiz | ES | Clínica Ruiz | Dentists in three towns who call back.
Anna Svensson | SE | Kulturhuset Väst | Concerts, a library and a café under one roof.
Robert Hughes | CA | Maple Ridge Outfitters | Everything for paddling, tested by us on cold lakes.
Elena Marino | IT | Agriturismo Marino | A farm, eleven rooms and too many cats.
Felix Brandt | DE | Brandt Solar | Solar roofs and storage for houses in the north.
Aoife Kelly | IE | Kelly & Byrne Architects | Schools, libraries and the occasional lighthouse.
`;

/** `Name | country | category`. The first is the demo freelancer, the second acts in both roles. */
export const freelancers = `
Inês Carvalho | PT | web-development
Mateo Rossi | IT | ui-ux-design
Priya Sharma | IN | web-development
Lukas Novák | CZ | web-development
Chloé Bernard | FR | web-development
Ahmed Mansour | EG | web-development
Tom Fletcher | GB | web-development
Maja Kowalska | PL | ecommerce
Sven Olsen | DK | ecommerce
Laura Bianchi | IT | ecommerce
Nguyen Minh Anh | VN | ecommerce
Kenji Mori | JP | mobile-apps
Emma Schulz | DE | mobile-apps
Rafael Souza | BR | mobile-apps
Wanjiku Kamau | KE | mobile-apps
Jakub Dvořák | CZ | mobile-apps
Miriam Goldberg | US | data-and-ai
Arjun Patel | IN | data-and-ai
Katarina Holm | SE | data-and-ai
Niklas Vogel | DE | data-and-ai
Fatima El Sayed | EG | data-and-ai
Beatriz Almeida | PT | design
Hugo Lefèvre | FR | design
Olga Wiśniewska | PL | design
Freya Andersen | DK | design
Liam Murphy | IE | design
Sanne Bakker | NL | ui-ux-design
Daniela Torres | MX | ui-ux-design
Julian Frei | CH | ui-ux-design
Hana Suzuki | JP | ui-ux-design
Eleanor Whitfield | GB | writing
Patrick Doyle | IE | writing
Simone Hartmann | DE | writing
Jessica Nguyen | US | writing
Marc Dubois | BE | writing
Anneke Visser | NL | writing
Johanna Berger | AT | translation
Camille Roux | FR | translation
Carlos Mendoza | MX | translation
Aiko Yamamoto | JP | translation
Rita Fonseca | PT | translation
Matthias Lang | CH | translation
Andrea Costa | IT | marketing
Sarah Lindner | DE | marketing
Viktor Nyström | SE | marketing
Paula Jiménez | ES | marketing
Rohan Mehta | IN | marketing
Zoe Papadaki | GR | video-and-audio
Ben Harper | GB | video-and-audio
Mikko Laine | FI | video-and-audio
Clémence Petit | FR | video-and-audio
Gabriel Lima | BR | video-and-audio
Ursula Steiner | CH | accounting-and-law
Georg Pichler | AT | accounting-and-law
Helen Fraser | GB | accounting-and-law
Agnieszka Zając | PL | accounting-and-law
Luis Ortega | ES | accounting-and-law
Petra Svoboda | CZ | engineering
Dimitris Ioannou | GR | engineering
Henrik Dahl | DK | engineering
Chen Wei Lin | CA | engineering
Marco Ferri | IT | engineering
Grace Wambui | KE | admin-support
Teresa Molina | ES | admin-support
Nadine Krüger | DE | admin-support
Joshua Bennett | US | admin-support
Linh Tran | VN | admin-support
`;

/** The best known: they have finished most, and joined last before the story begins. */
export const stars = [
  "Inês Carvalho",
  "Mateo Rossi",
  "Maja Kowalska",
  "Kenji Mori",
  "Miriam Goldberg",
  "Beatriz Almeida",
  "Eleanor Whitfield",
  "Johanna Berger",
  "Andrea Costa",
  "Zoe Papadaki",
];

/** Who works for the marketplace itself: `Name | country | role`. */
export const staff = `
Alma Berg | SE | administrator
Noah Fischer | DE | moderator
Iris van Dijk | NL | mediator
Samuel Cohen | GB | finance
`;

export const rowsOf = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split(" | "));
