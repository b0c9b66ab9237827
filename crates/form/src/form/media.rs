//! Pictures, sounds and films that go with a text.

/// What kind of file goes with the label of a question or of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// A picture.
    Image,
    /// A larger version of the picture, to be opened from it.
    BigImage,
    /// A sound.
    Audio,
    /// A film.
    Video,
}
