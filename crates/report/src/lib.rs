//! Tables as files: CSV, XLSX, JSON and NDJSON, written row by row.
//!
//! A [`Sheet`] takes one row after another and hands out the bytes that are ready. It keeps none of
//! them, so a table of a million rows takes the memory of one. The same rows give the same bytes.
//!
//! What a row means is the business of whoever makes it: this crate knows cells and files. It does
//! no input or output.
//!
//! ```
//! use report::{Cell, Column, Format, Sheet};
//!
//! let mut sheet = Sheet::new(Format::Csv, "units", vec![Column::new("label"), Column::new("floor")]);
//! sheet.row([Cell::text("12A"), Cell::number("-1")]);
//! sheet.row([Cell::text("=cmd()"), Cell::Empty]);
//! sheet.end();
//! assert_eq!(
//!     String::from_utf8(sheet.take()).unwrap(),
//!     "\u{feff}label,floor\r\n12A,-1\r\n'=cmd(),\r\n",
//! );
//! ```

mod cell;
mod csv;
mod format;
mod json;
mod sheet;
mod xlsx;
mod zip;

pub use cell::Cell;
pub use format::Format;
pub use sheet::{Column, Sheet};
pub use xlsx::{LONGEST_CELL, MOST_ROWS, Xlsx, column_letters};
