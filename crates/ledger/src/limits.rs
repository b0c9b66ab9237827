//! How large one entry may be, and a file that it names.

/// Characters in a kind.
pub const KIND: usize = 32;
/// Characters in a field name.
pub const FIELD_NAME: usize = 400;
/// Fields set by one entry.
pub const FIELDS: usize = 20_000;
/// Arrays and objects inside each other in one value.
pub const DEPTH: usize = 16;
/// Bytes of one entry as JSON: room for a large questionnaire's workbook.
pub const ENTRY_BYTES: usize = 4 << 20;
/// Bytes of one file that a record names.
pub const FILE_BYTES: u64 = 100 << 20;
/// Characters in a file's name.
pub const FILE_NAME: usize = 120;
/// The largest integer a value may hold, ±2⁵³ − 1: what every JSON reader keeps exactly.
pub const INTEGER: i64 = (1 << 53) - 1;
/// How many of the places where an entry stood before it remembers.
pub const MOVES: usize = 16;
