//! What must be true of the app, as people and machines meet it: one file for each story.
//!
//! `cargo xtask test e2e` builds the app and the server and runs these. The first browser that it
//! finds runs all of them, every browser runs `smoke`.
#![expect(
    clippy::expect_used,
    reason = "a scenario fails where its own preparations do"
)]

mod accessibility;
mod attachments;
mod backup;
mod campaign;
mod carried_file;
mod consent;
mod controls;
mod crash;
mod design;
mod door_files;
mod drafts;
mod erasure;
mod estate;
mod every_address;
mod first_door;
mod form_screen;
mod forms_page;
mod front;
mod half_day;
mod hostile_texts;
mod interview;
mod keyboard;
mod large_estate;
mod lost_line;
mod measures;
mod membership;
mod notebook;
mod office_data;
mod parts;
mod pictures;
mod planning;
mod progress;
mod review;
mod roles;
mod sheets;
mod sites;
mod smoke;
mod still;
mod stolen_tablet;
mod storage;
mod storage_full;
mod themes;
mod two_tabs;
mod update;
mod vault;
mod visits;
mod wrong_clock;
