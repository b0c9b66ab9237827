//! What the ledger is about: sites, buildings, units, people, questionnaires, campaigns and
//! responses, with the rules of the process.
//!
//! A record is read through a view (`Unit::read`) and written as a [`ledger::Change`]
//! (`Unit::change`). Views borrow from the ledger's state and are cheap to make anew; no second
//! copy of anything is kept. Field names stand in one place, next to the view that reads them.

pub mod access;
mod along;
pub mod assignment;
mod beginning;
pub mod campaign;
pub mod consent;
pub mod demo;
mod derived;
mod estate;
mod files;
pub mod front;
mod ground;
pub mod import;
pub mod interview;
mod language;
mod need;
pub mod passage;
mod people;
pub mod progress;
pub mod quality;
mod questionnaire;
mod response;
pub mod review;
pub mod rhythm;
mod round;
pub mod sample;
pub mod search;
pub mod tables;
mod theme;
pub mod visit;
pub mod walk;

pub use along::taken_from;
pub use assignment::{Assignments, assigned};
pub use beginning::first_contents;
pub use campaign::{Campaign, Frame, Members, Occasion, Plan, Stage};
pub use estate::{
    Area, Building, BuildingFacts, BuildingName, Contact, Facts, Relation, Resident, ResidentFacts,
    Site, Tenure, Unit, UnitFacts, Usage,
};
pub use files::{all_files, files_of, with_answered_files};
pub use interview::Interview;
pub use language::{Lang, Localised};
pub use need::Need;
pub use passage::Passage;
pub use people::{Act, Person, Role};
pub use questionnaire::{Publication, Purpose, Questionnaire};
pub use response::Response;
pub use round::{Block, Coverage, Dispositions, Door, Round, RoundBook, target};
pub use theme::{Node, Tally, Theme, Tree, first_tree, tallies};
pub use walk::Walk;
