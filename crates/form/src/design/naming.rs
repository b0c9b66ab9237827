//! Names: made from labels, changed with all that refers to them.

use std::collections::HashSet;

use super::{Design, RowId};
pub use crate::xlsform::is_name;

/// Why a name can't be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTrouble {
    /// It does not start with a letter or `_`, or holds something else than letters, digits and
    /// `-`, `_`, `.`.
    NotAName,
    /// Another question has it.
    Taken,
}

/// Letters of a name that is made from a label.
const LONGEST: usize = 30;

impl Design {
    /// Gives a question or group another name. Every `${name}` in the workbook follows.
    pub fn rename(&mut self, row: RowId, name: &str) -> Result<(), NameTrouble> {
        let old = self.cell(row, "name", "").to_owned();
        if old == name {
            return Ok(());
        }
        if !is_name(name) {
            return Err(NameTrouble::NotAName);
        }
        if self.names().contains(name) {
            return Err(NameTrouble::Taken);
        }
        self.step();
        self.give_name(row, name, false);
        Ok(())
    }

    fn give_name(&mut self, row: RowId, name: &str, by_label: bool) {
        let old = self.cell(row, "name", "").to_owned();
        // Where two rows share a name, nobody knows which of them is meant.
        let known = |line: &&super::Line| self.cell(line.row, "name", "") == old;
        let alone = self.outline().iter().filter(known).count() == 1;
        if alone && !old.is_empty() {
            for grid in &mut self.now.grids {
                grid.replace(&|text| replaced(text, &old, name));
            }
        }
        let survey = self.now.grid_mut("survey");
        let column = survey.column_or_new("name", "");
        if let Some(line) = survey.line_mut(row) {
            line.set(column, name);
            line.named_by_label = by_label;
        }
    }

    /// The name of a new row follows its label until someone gives it one.
    pub(super) fn name_by_label(&mut self, row: RowId) {
        let line = self.survey().and_then(|survey| survey.line(row));
        if !line.is_some_and(|line| line.named_by_label) {
            return;
        }
        // Letters that a name can be made of may be in any language.
        let languages = self.languages();
        let mut labels = languages.iter().map(|lang| self.cell(row, "label", lang));
        let Some(wanted) = labels.find_map(name_from) else {
            return;
        };
        let own = self.cell(row, "name", "").to_owned();
        let name = self.free_name_unless(&wanted, &|_| false);
        // Its own name does not stand in its way.
        let stem = own.trim_end_matches(|c: char| c.is_ascii_digit());
        let kept = own == wanted || stem.strip_suffix('_') == Some(wanted.as_str());
        if !kept {
            self.give_name(row, &name, true);
        }
    }

    pub(super) fn names(&self) -> HashSet<&str> {
        let Some(survey) = self.survey() else {
            return HashSet::new();
        };
        let Some(column) = survey.column("name", "") else {
            return HashSet::new();
        };
        survey.rows.iter().map(|line| line.get(column)).collect()
    }

    pub(super) fn free_name(&self, wanted: &str) -> String {
        self.free_name_unless(wanted, &|_| false)
    }

    /// `wanted`, or with the next number that is free: `q1` goes on with `q2`, `age` with `age_2`.
    pub(super) fn free_name_unless(&self, wanted: &str, taken: &dyn Fn(&str) -> bool) -> String {
        let names = self.names();
        let free = |name: &str| !names.contains(name) && !taken(name);
        if free(wanted) {
            return wanted.to_owned();
        }
        let stem = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = wanted.get(stem.len()..).and_then(|n| n.parse::<u32>().ok());
        let (stem, first) = match number {
            Some(number) => (stem.to_owned(), number.saturating_add(1)),
            None => (format!("{wanted}_"), 2),
        };
        let numbered = (first..).map(|number| format!("{stem}{number}"));
        numbered
            .into_iter()
            .find(|name| free(name))
            .unwrap_or_default()
    }
}

/// `how_old_are_you` from "How old are you?"; `None` where there is nothing to make it of.
fn name_from(label: &str) -> Option<String> {
    let mut name = String::new();
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let name = name.trim_end_matches('_');
    let letters = name.chars().filter(char::is_ascii_alphabetic).count();
    // A stray letter in a Chinese label makes no name.
    let odd = label.chars().filter(|c| !c.is_ascii()).count();
    if letters < 2 || odd > letters {
        return None;
    }
    Some(if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("q{name}")
    } else {
        name.to_owned()
    })
}

/// The text with `${old}` and `${last-saved#old}` changed; `None` if it holds neither.
pub(super) fn replaced(text: &str, old: &str, new: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(start) = rest.find("${") {
        let (before, inner) = rest.split_at(start + 2);
        let Some(end) = inner.find('}') else { break };
        let name = inner[..end].trim();
        let (saved, name) = match name.strip_prefix("last-saved#") {
            Some(name) => ("last-saved#", name),
            None => ("", name),
        };
        out.push_str(before);
        if name == old {
            found = true;
            out.push_str(saved);
            out.push_str(new);
        } else {
            out.push_str(&inner[..end]);
        }
        rest = &inner[end..];
    }
    out.push_str(rest);
    found.then_some(out)
}

/// The version that comes after this one: its last number, raised.
#[must_use]
pub fn next_version(version: &str) -> String {
    let stem = version.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = version.get(stem.len()..).unwrap_or_default();
    match digits.parse::<u64>() {
        Ok(number) => format!(
            "{stem}{:0width$}",
            number.saturating_add(1),
            width = digits.len()
        ),
        Err(_) if version.is_empty() => "1".to_owned(),
        Err(_) => format!("{version}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_labels() {
        for (label, name) in [
            ("How old are you?", Some("how_old_are_you")),
            ("  2nd  visit ", Some("q2nd_visit")),
            ("您今年多大？", None),
            ("您的 A 座", None),
            ("住戶 household", Some("household")),
            ("?", None),
        ] {
            assert_eq!(name_from(label).as_deref(), name, "{label}");
        }
    }

    #[test]
    fn references_follow() {
        let follow = |text| replaced(text, "age", "years");
        assert_eq!(
            follow("${age} > ${ age }"),
            Some("${years} > ${years}".into())
        );
        assert_eq!(
            follow("${last-saved#age}"),
            Some("${last-saved#years}".into())
        );
        assert_eq!(follow("${ages} and ${age"), None);
    }

    #[test]
    fn versions_go_up() {
        for (old, new) in [
            ("1", "2"),
            ("", "1"),
            ("2026010109", "2026010110"),
            ("v1.9", "v1.10"),
            ("a", "a-2"),
        ] {
            assert_eq!(next_version(old), new);
        }
    }
}
