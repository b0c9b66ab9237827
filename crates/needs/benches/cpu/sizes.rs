//! How large the measured estates are.

/// How large the estates are: as the command line says (`cargo bench … -- 20000`), else as usual.
pub fn sizes(usual: &[u32]) -> Vec<u32> {
    let asked: Vec<u32> = std::env::args()
        .filter_map(|size| size.parse().ok())
        .collect();
    if asked.is_empty() {
        usual.to_vec()
    } else {
        asked
    }
}
