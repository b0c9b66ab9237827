//! Bounds that keep a hostile form or answer from taking the machine's time and memory.
//!
//! Each is far above what the largest public forms need.

/// Bytes of a workbook as it comes.
pub const FILE_BYTES: usize = 32 << 20;
/// Bytes of all the parts of a workbook that are read, unpacked.
pub const UNPACKED_BYTES: usize = 64 << 20;
/// Bytes of all the cells of a workbook that are read.
pub const CELLS_BYTES: usize = 16 << 20;
/// Questions, groups and repeats of one form.
pub const NODES: usize = 100_000;
/// Columns of one sheet.
pub const SHEET_COLUMNS: usize = 1_000;
/// Cells of a workbook that hold something.
pub const CELLS: usize = 2_000_000;
/// Bytes of one cell.
pub const CELL_BYTES: usize = 64 << 10;
/// Groups and repeats inside each other.
pub const GROUP_DEPTH: usize = 64;
/// Bytes of one expression.
pub const EXPRESSION_BYTES: usize = 64 << 10;
/// Brackets and operators inside each other in one expression.
pub const EXPRESSION_DEPTH: usize = 96;
/// Elements inside each other in XML.
pub const XML_DEPTH: usize = 256;
/// Attributes of one XML element, and namespaces in its scope.
pub const XML_ATTRIBUTES: usize = 1_000;
/// Bytes of the name of one XML namespace.
pub const XML_NAMESPACE_BYTES: usize = 1_000;
/// Bytes of all expressions of a form.
pub const EXPRESSIONS_BYTES: usize = 8 << 20;
/// Pairs of an expression and a question that it reads, in one form.
pub const DEPENDENCIES: usize = 2_000_000;
/// Bytes of one answer.
pub const ANSWER_BYTES: usize = 1 << 20;
/// Items of one session, all repeat instances included.
pub const ITEMS: usize = 1_000_000;
/// Instances of one repeat that a form may ask for by itself.
pub const REPEAT_COUNT: usize = 10_000;
/// Bytes of one regular expression once it is a machine.
pub const PATTERN_BYTES: usize = 1 << 20;
/// Steps of one evaluation; a step is about one node looked at.
pub const STEPS: u64 = 10_000_000;
/// Bytes of a text that an expression makes.
pub const TEXT_BYTES: usize = 4 << 20;
/// Bytes of the log of one response.
pub const AUDIT_BYTES: usize = 8 << 20;
