//! The questionnaire engine: reads an XLSForm or an XForm, runs it.
//!
//! ```text
//! .xlsx, .csv, … ─► workbook ─► xlsform ─► blueprint ─► compile ─► Form ─► Session ◄─► a screen
//!                   (cells)     (rows)  ┌─► (text)      (names, order)     (answers)
//! .xml ───────────────────────► xforms ─┘
//! ```
//!
//! - `workbook` knows cells and where they stand; `xlsform` knows what rows mean; `xforms` knows
//!   instances, binds and bodies. Both end in a `blueprint` and share all that comes after.
//! - `compile` parses each expression once, looks names up once, and orders everything by what it
//!   depends on. All that is wrong is reported at once, with sheet, row and column
//!   ([`Diagnostic`]).
//! - A [`Form`] never changes and is shared. Its nodes, expressions and repeats have dense ids.
//! - A [`Session`] holds the answers. An answer evaluates what depends on it, in order, until
//!   nothing changes, and returns the items that did ([`Changes`]): a screen updates those alone.
//! - `xpath` has one parser and one evaluator, over the answers, lists of choices and any XML.
//!
//! What is *not* here: a clock, a locale, randomness, files, threads, a browser. They come in
//! through [`Context`] and [`Attachments`]. Nothing here panics on any input, and [`limits`] bounds
//! what an input can take.
//!
//! ```
//! use form::{Context, Session, read_markdown};
//!
//! let reading = read_markdown(
//!     "| survey |
//!      |        | type    | name  | label         | relevant    |
//!      |        | integer | age   | How old?      |             |
//!      |        | text    | class | Which class?  | ${age} < 18 |",
//! );
//! let mut session = Session::start(reading.form.unwrap(), Context::default());
//! let (age, class) = (session.find("/age").unwrap(), session.find("/class").unwrap());
//! let changes = session.set(age, "12").unwrap();
//! assert!(!changes.of(class).is_empty());
//! assert!(session.item(class).relevant());
//! ```

#[macro_use]
mod diagnostic;

pub mod design;
pub mod limits;

mod attachment;
mod audit;
mod blueprint;
mod compile;
mod context;
mod evaluate;
#[cfg(test)]
mod features;
mod form;
mod random;
mod reading;
mod session;
mod sheets;
mod workbook;
mod xforms;
mod xlsform;
mod xml;
mod xpath;
mod zone;

pub use attachment::Attachments;
pub use audit::{Audit, AuditEvent, Auditing};
pub use context::Context;
pub use diagnostic::{Diagnostic, Message, Part, Severity};
pub use evaluate::{Outcome, Wanted, evaluate};
pub use form::{Control, Entity, Field, Form, Language, LanguageId, Media, Settings};
pub use reading::{
    Reading, read_form, read_markdown, read_markdown_with, read_xforms, read_xlsx, read_xlsx_with,
};
pub use session::*;
pub use sheets::{PlainSheet, is_workbook, read_separated, read_sheets};
pub use zone::Zone;
