//! A file to sheets of cells: workbooks, and text in whatever encoding a spreadsheet wrote it.

use form::{PlainSheet, is_workbook, read_separated, read_sheets};
use js_sys::Uint8Array;
use needs::{
    Lang,
    import::{Layout, Row},
};
use web_sys::{TextDecoder, TextDecoderOptions};

use crate::locales::language;

/// The encodings in which spreadsheets write text in China and Hong Kong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Gb,
    Big5,
}

impl Encoding {
    /// Those that a person can choose between.
    pub const OFFERED: [Self; 3] = [Self::Utf8, Self::Gb, Self::Big5];

    const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16le",
            Self::Gb => "gb18030",
            Self::Big5 => "big5",
        }
    }

    /// The text; what the encoding has no sign for becomes a replacement sign.
    fn decode(self, bytes: &[u8]) -> Option<String> {
        let options = TextDecoderOptions::new();
        options.set_fatal(false);
        let decoder = TextDecoder::new_with_label_and_options(self.label(), &options).ok()?;
        decoder
            .decode_with_js_u8_array(&Uint8Array::from(bytes))
            .ok()
    }
}

/// A sheet of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    pub name: String,
    pub sheets: Vec<Sheet>,
    /// Of a text: how it was decoded, and its bytes, to decode them otherwise.
    pub text: Option<(Encoding, Vec<u8>)>,
}

impl Book {
    /// Reads a file; `None` where it is nothing that can be read.
    pub fn read(name: String, bytes: Vec<u8>) -> Option<Self> {
        if is_workbook(&bytes) {
            let sheets = read_sheets(&bytes).ok()?.into_iter().map(sheet).collect();
            return Some(Self {
                name,
                sheets,
                text: None,
            });
        }
        let encoding = guess(&bytes);
        Self::decoded(name, bytes, encoding)
    }

    /// Reads a text as another encoding.
    pub fn decoded(name: String, bytes: Vec<u8>, encoding: Encoding) -> Option<Self> {
        let text = encoding.decode(&bytes)?;
        Some(Self {
            name,
            sheets: vec![sheet(read_separated(&text))],
            text: Some((encoding, bytes)),
        })
    }

    /// The sheet with the most rows: the list, and not its cover.
    pub fn largest(&self) -> usize {
        let sheets = self.sheets.iter().enumerate();
        let largest = sheets.max_by_key(|(at, sheet)| (sheet.rows.len(), usize::MAX - at));
        largest.map_or(0, |(at, _)| at)
    }
}

fn sheet(plain: PlainSheet) -> Sheet {
    let rows = plain.rows.into_iter();
    Sheet {
        name: plain.name,
        rows: rows.map(|(number, cells)| Row { number, cells }).collect(),
    }
}

/// UTF-8 is known by its rules. Of the others the one in which the headings are words.
fn guess(bytes: &[u8]) -> Encoding {
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Encoding::Utf16;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    // The first lines tell; a long list need not be decoded twice.
    let head = &bytes[..bytes.len().min(20_000)];
    let sense = |encoding: Encoding| {
        let text = encoding.decode(head).unwrap_or_default();
        let rows = sheet(read_separated(&text)).rows;
        let known = Layout::guess(&rows, "").columns.into_iter().flatten();
        let odd = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER);
        let near = match language() {
            Lang::ZhHant => encoding == Encoding::Big5,
            Lang::ZhHans | Lang::En => encoding == Encoding::Gb,
        };
        (known.count(), usize::MAX - odd.count(), near)
    };
    if sense(Encoding::Big5) > sense(Encoding::Gb) {
        Encoding::Big5
    } else {
        Encoding::Gb
    }
}
