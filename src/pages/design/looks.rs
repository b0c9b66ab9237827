//! How a question looks: the appearances of XLSForm by what they do.

use form::design::RowId;
use leptos::prelude::*;

use super::{field::menu, studio::Studio};
use crate::locales::DesignTexts;

/// The looks of a kind: words of the appearance that exclude each other, and what they do.
fn options(word: &str) -> Vec<(&'static str, &'static str)> {
    let t = DesignTexts::now();
    match word {
        "select_one" | "select_one_from_file" => vec![
            ("minimal", t.look_minimal),
            ("autocomplete", t.look_search),
            ("columns", t.look_columns),
            ("columns-pack", t.look_pack),
            ("likert", t.look_likert),
            ("quick", t.look_quick),
            ("no-buttons", t.look_no_buttons),
            ("image-map", t.look_map),
        ],
        "select_multiple" | "select_multiple_from_file" => vec![
            ("minimal", t.look_minimal),
            ("autocomplete", t.look_search),
            ("columns", t.look_columns),
            ("columns-pack", t.look_pack),
            ("no-buttons", t.look_no_buttons),
            ("image-map", t.look_map),
        ],
        "text" => vec![
            ("multiline", t.look_multiline),
            ("numbers", t.look_numbers),
            ("masked", t.look_masked),
            ("url", t.look_url),
        ],
        "integer" => vec![
            ("thousands-sep", t.look_thousands),
            ("counter", t.look_counter),
        ],
        "decimal" => vec![("thousands-sep", t.look_thousands)],
        "range" => vec![
            ("rating", t.look_rating),
            ("vertical", t.look_vertical),
            ("picker", t.look_picker),
        ],
        "date" => vec![
            ("month-year", t.look_month),
            ("year", t.look_year),
            ("no-calendar", t.look_no_calendar),
        ],
        "image" => vec![
            ("signature", t.look_signature),
            ("draw", t.look_draw),
            ("annotate", t.look_annotate),
            ("new", t.look_new),
            ("new-front", t.look_front),
        ],
        "video" | "audio" => vec![("new", t.look_new)],
        "geopoint" => vec![("placement-map", t.look_map_place)],
        "begin_group" | "begin_repeat" => {
            vec![
                ("field-list", t.look_field_list),
                ("table-list", t.look_table),
            ]
        }
        _ => Vec::new(),
    }
}

/// A menu of the looks, where the kind has any.
pub fn looks(studio: Studio, row: RowId, word: &'static str) -> Option<AnyView> {
    let t = DesignTexts::now();
    let options = options(word);
    if options.is_empty() {
        return None;
    }
    let words: Vec<&'static str> = options.iter().map(|(word, _)| *word).collect();
    let entries = std::iter::once((String::new(), t.look_usual.to_owned())).chain(
        options
            .iter()
            .map(|(word, name)| ((*word).to_owned(), (*name).to_owned())),
    );
    let known = words.clone();
    let read = move || {
        let taken = studio.read(|design| design.appearance(row));
        let mut taken = taken.into_iter();
        taken
            .find(|word| known.contains(&word.as_str()))
            .unwrap_or_default()
    };
    let write = move |word: String| {
        studio.write(|design| design.set_appearance(row, &word, &words));
    };
    Some(menu(
        t.looks,
        "appearance".to_owned(),
        entries.collect(),
        read,
        write,
    ))
}
