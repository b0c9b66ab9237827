//! The questionnaire engine: reads an XLSForm, runs it.

pub mod limits;

mod attachment;
mod blueprint;
mod compile;
mod context;
mod diagnostic;
mod evaluate;
mod form;
mod random;
mod reading;
mod session;
mod workbook;
mod xlsform;
mod xml;
mod xpath;

pub use attachment::Attachments;
pub use context::Context;
pub use diagnostic::{Diagnostic, Severity};
pub use evaluate::{Outcome, Wanted, evaluate};
pub use form::{Control, Form, Language, LanguageId};
pub use reading::{Reading, read_markdown, read_markdown_with, read_xlsx, read_xlsx_with};
pub use session::*;
