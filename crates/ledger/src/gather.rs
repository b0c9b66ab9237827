//! Maps and sets that are small to download.

/// Puts items into a map or a set one by one. `collect` sorts them before, which is quicker for
/// many thousands, and which costs the app 4 KB of code for each type.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut gathered = C::default();
    gathered.extend(items);
    gathered
}
