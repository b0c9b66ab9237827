//! Expressions over plain XML: what each function and operator gives, and what none may do.

mod bounds;
mod check;
mod corpus;
mod dates;
mod dialects;
mod nodes;
mod numbers;
mod places;
mod soup;
mod texts;
mod truth;
