//! The engine from outside: forms as Markdown tables, played by a person.

mod answers;
mod choices;
mod columns;
mod damaged;
mod defaults;
mod design;
mod dialects;
mod entities;
mod every;
mod filling;
mod hostile;
mod logic;
mod properties;
mod readers;
mod reading;
mod repeats;
mod rows;
mod rules;
mod scenario;
mod screen;
mod tallies;
mod words;
mod workbook;
mod xforms;
mod xml;
