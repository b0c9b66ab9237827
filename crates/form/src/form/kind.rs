//! What a question asks for.

/// How a question is answered.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Control {
    /// One of a list: its name.
    SelectOne,
    /// Some of a list: their names, separated by spaces.
    SelectMultiple,
    /// All of a list in an order: their names, separated by spaces.
    Rank,
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A number between the parameters `start` and `end`.
    Range,
    /// `YYYY-MM-DD`.
    Date,
    /// `HH:MM` and what may follow.
    Time,
    /// `YYYY-MM-DDTHH:MM` and what may follow.
    DateTime,
    /// `OK` once it is ticked.
    Acknowledge,
    /// Latitude, longitude, altitude, accuracy, separated by spaces.
    GeoPoint,
    /// Points separated by `;`.
    GeoTrace,
    /// Points separated by `;`, the last being the first.
    GeoShape,
    /// The name of a picture's file.
    Image,
    /// The name of a recording's file.
    Audio,
    /// The name of a video's file.
    Video,
    /// The name of a file.
    File,
    /// What a barcode says.
    Barcode,
}

impl Control {
    /// The type's word in a workbook (XLSForm, "Question types").
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SelectOne => "select_one",
            Self::SelectMultiple => "select_multiple",
            Self::Rank => "rank",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Acknowledge => "acknowledge",
            Self::Range => "range",
            Self::GeoPoint => "geopoint",
            Self::GeoTrace => "geotrace",
            Self::GeoShape => "geoshape",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
            Self::Barcode => "barcode",
        }
    }

    /// Whether the answer is made of names of choices.
    #[must_use]
    pub fn is_select(self) -> bool {
        matches!(self, Self::SelectOne | Self::SelectMultiple | Self::Rank)
    }
}

/// What a node's value is (ODK XForms, "Data types").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DataType {
    #[default]
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    GeoPoint,
    GeoTrace,
    GeoShape,
    /// The name of a file.
    Binary,
}
