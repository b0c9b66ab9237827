//! Cells that hold several options: `appearance` (words) and `parameters` (`key=value`).

use super::{Design, RowId};

impl Design {
    /// The words of the appearance.
    #[must_use]
    pub fn appearance(&self, row: RowId) -> Vec<String> {
        let text = self.cell(row, "appearance", "");
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// Writes one word of the appearance in the place of those that exclude it; others stay.
    pub fn set_appearance(&mut self, row: RowId, word: &str, instead_of: &[&str]) {
        let mut words = self.appearance(row);
        words.retain(|known| !instead_of.contains(&known.as_str()) && known != word);
        if !word.is_empty() {
            words.push(word.to_owned());
        }
        self.set(row, "appearance", "", &words.join(" "));
    }

    /// One of the parameters; "" where it is not given.
    #[must_use]
    pub fn parameter(&self, row: RowId, key: &str) -> String {
        let found = self.parameters(row).into_iter();
        let mut found = found.filter(|(known, _)| known.eq_ignore_ascii_case(key));
        found.next().map(|(_, value)| value).unwrap_or_default()
    }

    /// Writes one of the parameters; "" takes it out.
    pub fn set_parameter(&mut self, row: RowId, key: &str, value: &str) {
        let mut all = self.parameters(row);
        let known = all
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(key));
        match (known, value.trim()) {
            (Some(at), "") => drop(all.remove(at)),
            (Some(at), value) => value.clone_into(&mut all[at].1),
            (None, "") => return,
            (None, value) => all.push((key.to_owned(), value.to_owned())),
        }
        let parts = all.iter().map(|(key, value)| {
            if value.is_empty() {
                key.clone()
            } else {
                format!("{key}={value}")
            }
        });
        let text = parts.collect::<Vec<_>>().join(" ");
        self.set(row, "parameters", "", &text);
    }

    /// In the order in which they are written; `=` may have spaces around it, and commas or
    /// semicolons may part them.
    fn parameters(&self, row: RowId) -> Vec<(String, String)> {
        let text = self.cell(row, "parameters", "");
        let text = text.replace([',', ';'], " ").replace('=', " = ");
        let mut found: Vec<(String, String)> = Vec::new();
        let mut value_next = false;
        for word in text.split_whitespace() {
            match found.last_mut() {
                Some(_) if word == "=" => value_next = true,
                Some((_, value)) if value_next => {
                    word.clone_into(value);
                    value_next = false;
                }
                _ => found.push((word.to_owned(), String::new())),
            }
        }
        found
    }
}
