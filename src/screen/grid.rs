//! Questions side by side, where the form asks for it: with the style `theme-grid` a group with the
//! appearance `w4` has four columns, and a question with `w2` is two of them wide (Enketo's grid
//! theme, which KoboToolbox uses too).

use form::{Item, ItemId, Session};

/// What a group has where it does not say it.
const COLUMNS: u8 = 4;

/// How many columns the questions in a group (or the whole form) stand in; none without a grid.
pub(super) fn columns(session: &Session, group: ItemId) -> Option<u8> {
    let grid = session
        .form()
        .style()
        .split_whitespace()
        .any(|word| word == "theme-grid");
    grid.then(|| width(&session.item(group)).unwrap_or(COLUMNS))
}

/// How many columns wide an item is.
pub(super) fn span(session: &Session, item: ItemId, columns: u8) -> u8 {
    width(&session.item(item)).unwrap_or(columns).min(columns)
}

/// The number in `w4`.
fn width(item: &Item<'_>) -> Option<u8> {
    let mut words = item.appearance();
    let width = words.find_map(|word| word.strip_prefix('w')?.parse().ok())?;
    (1..=12).contains(&width).then_some(width)
}

/// Whether a row of the grid is full after an item; `used` is how much of it was.
pub(super) fn fills_row(used: &mut u8, span: u8, columns: u8) -> bool {
    if *used + span > columns {
        *used = 0;
    }
    *used += span;
    let full = *used >= columns;
    if full {
        *used = 0;
    }
    full
}

#[cfg(test)]
mod tests {
    use form::Context;

    use super::*;

    fn session(style: &str) -> Session {
        let text = format!(
            "
| survey   |             |      |       |            |
|          | type        | name | label | appearance |
|          | begin_group | g    | G     | w6         |
|          | text        | a    | A     | w2 numbers |
|          | text        | b    | B     | w9         |
|          | text        | c    | C     | words      |
|          | end_group   |      |       |            |
| settings |             |
|          | style       |
|          | {style}     |
"
        );
        let reading = form::read_markdown(&text);
        Session::start(reading.form.expect("the form is sound"), Context::default())
    }

    #[test]
    fn widths_count_only_in_the_grid_theme() {
        let plain = session("pages");
        let group = plain.find("/g").expect("the group is there");
        assert_eq!(columns(&plain, group), None);
        let grid = session("theme-grid");
        let group = grid.find("/g").expect("the group is there");
        assert_eq!(columns(&grid, group), Some(6));
        assert_eq!(columns(&grid, grid.root()), Some(COLUMNS));
        let spans: Vec<_> = grid
            .children(group)
            .map(|item| span(&grid, item, 6))
            .collect();
        assert_eq!(spans, [2, 6, 6], "none is wider than its group");
    }

    #[test]
    fn rows_fill_up() {
        let mut used = 0;
        let full: Vec<_> = [2, 2, 1, 4, 3, 3]
            .map(|span| fills_row(&mut used, span, 4))
            .into();
        assert_eq!(full, [false, true, false, true, false, false]);
    }
}
