//! The icons: lines on a square of 24, drawn in the colour of the text beside them. A word always
//! stands beside an icon, so screen readers pass over it.

use leptos::prelude::*;

/// An icon by its name.
#[component]
pub fn Icon(
    /// One of the names in this file; another shows nothing.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=lines(name)></path>
            {filled(name).map(|shape| view! { <path class="filled" d=shape></path> })}
        </svg>
    }
}

/// Names, in order, and the strokes of a picture of 24 by 24.
const LINES: [(&str, &str); 74] = [
    ("add", "M12 5v14M5 12h14"),
    ("back", "M15 5l-7 7 7 7"),
    ("barcode", "M4 6v12M7 6v12M11 6v12M14 6v12M17 6v12M20 6v12"),
    (
        "block",
        "M4 21V4h10v17M14 9h6v12M2.5 21h19M7.5 8h3M7.5 12h3M7.5 16h3M17 13v.01M17 17v.01",
    ),
    (
        "calculation",
        "M6 3h12v18H6ZM9 7h6M9 12v.01M12 12v.01M15 12v.01M9 16v.01M12 16v.01M15 16v.01",
    ),
    ("calendar", "M5 6h14v14H5ZM5 10.5h14M9 3.5V8M15 3.5V8"),
    (
        "camera",
        "M4 7.5h3.5L9 5h6l1.5 2.5H20V19H4ZM15.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z",
    ),
    ("check", "M4.5 12.5l5 5 10-11"),
    (
        "check-circle",
        "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM8 12.3l2.8 2.8L16 9.5",
    ),
    ("chevron", "M9 5l7 7-7 7"),
    ("circle", "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"),
    ("close", "M6 6l12 12M18 6L6 18"),
    (
        "compass",
        "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM15.5 8.5l-2 5-5 2 2-5Z",
    ),
    (
        "condition",
        "M6 4v16M6 7h8a4 4 0 0 1 4 4v6M14.5 13.5L18 17l3.5-3.5",
    ),
    ("copy", "M8 8h12v12H8ZM16 8V4H4v12h4"),
    (
        "delete",
        "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
    ),
    ("document", "M6 3h8l4 4v14H6ZM14 3v4h4M9 12h6M9 16h6"),
    ("door", "M6.5 21V3.5h11V21M3.5 21h17M14 12v.5"),
    ("down", "M5 9l7 7 7-7"),
    ("download", "M12 4v11M7 10.5l5 5 5-5M5 20h14"),
    ("drag", "M5 8h14M5 12h14M5 16h14"),
    ("edit", "M4 20l1-4.5L16.5 4 20 7.5 8.5 19ZM14 6.5l3.5 3.5"),
    ("eraser", "M9 19l-5-5L13 5l6 6-8 8ZM8 10l6 6M9 19h11"),
    (
        "eye",
        "M2.5 12C5 7.5 8.5 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5S5 16.5 2.5 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
    ),
    ("first", "M11 5l-7 7 7 7M19 5l-7 7 7 7"),
    (
        "grip",
        "M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01",
    ),
    ("group", "M3.5 6h6l2 2.5h9V19h-17Z"),
    ("half", "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"),
    ("home", "M4 11l8-7 8 7M6.5 9.5V20h11V9.5M10 20v-5.5h4V20"),
    ("in", "M12 4v11M7 10.5l5 5 5-5M5 20h14"),
    (
        "info",
        "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 11v5.5M12 7.5v.01",
    ),
    ("interview", "M4 5h16v11h-8l-5 4v-4H4ZM8 9h8M8 12.5h5"),
    (
        "language",
        "M3.5 6h10M8.5 3.5V6M11 6c-.6 4-3 7-7 9M6 9.5c1 2.4 3 4.3 5.5 5.5M12 20.5l4.5-11 4.5 11M13.6 17h5.8",
    ),
    ("last", "M13 5l7 7-7 7M5 5l7 7-7 7"),
    ("leave", "M14 4H5v16h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"),
    (
        "list",
        "M9 6h11M9 12h11M9 18h11M4.5 6v.010M4.5 12v.010M4.5 18v.01",
    ),
    (
        "lock",
        "M6 11h12v9H6ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 14.500v2",
    ),
    (
        "microphone",
        "M9 5.5a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0ZM5.5 10.5a6.5 6.5 0 0 0 13 0M12 17v4M8.5 21h7",
    ),
    ("minus", "M5 12h14"),
    ("move-down", "M5 9l7 7 7-7"),
    ("move-up", "M5 15l7-7 7 7"),
    ("next", "M9 5l7 7-7 7"),
    ("number", "M9 4L7 20M17 4l-2 16M4.5 9h16M3.5 15h16"),
    ("office", "M3.5 20h17M5.5 20v-9M10 20V6M14.5 20v-6M19 20V9"),
    (
        "offline",
        "M4 4l16 16M8 8.3A4.5 4.5 0 0 0 7.5 18H17M11 6.2A5.5 5.5 0 0 1 17.5 11a3.5 3.5 0 0 1 2.6 5.7",
    ),
    ("out", "M12 16V5M7 9.5l5-5 5 5M5 20h14"),
    ("out-of", "M14 4h6v6M20 4l-9 9M17 14v6H4V7h6"),
    ("pause", "M8.5 5v14M15.5 5v14"),
    ("pen", "M4 20l1-4.5L16.5 4 20 7.5 8.5 19ZM14 6.5l3.5 3.5"),
    (
        "person",
        "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
    ),
    (
        "picture",
        "M4 5h16v14H4ZM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9v.01",
    ),
    (
        "pin",
        "M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21ZM14.5 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
    ),
    ("redo", "M15 5l4.5 4.5L15 14M19 9.5H9.5a5 5 0 0 0 0 10H13"),
    ("repeat", "M5 9h12l-3.5-3.5M19 15H7l3.5 3.5"),
    (
        "scan",
        "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 9v6M11 9v6M13.5 9v6M16 9v6",
    ),
    (
        "search",
        "M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM15.3 15.3L20.5 20.5",
    ),
    ("send", "M12 20V5M6 10.5l6-6 6 6"),
    (
        "settings",
        "M3.5 7.5h8M16.5 7.5h4M3.5 16.5h4M12.5 16.5h8M16.5 7.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM12.5 16.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
    ),
    ("several", "M4 5h5v5H4ZM4 14h5v5H4ZM13 7.5h7M13 16.5h7"),
    ("sound", "M4.5 10v4h3l4.5 4V6L7.5 10ZM15.5 9a4 4 0 0 1 0 6"),
    (
        "star",
        "M12 3.5l2.600 5.5 5.900.8-4.300 4.100 1.100 5.900-5.300-2.900-5.300 2.900 1.100-5.900L3.5 9.800l5.900-.8Z",
    ),
    ("stop", "M6 6h12v12H6Z"),
    (
        "storage",
        "M5 6c0-1.7 3-3 7-3s7 1.3 7 3-3 3-7 3-7-1.3-7-3ZM5 6v12c0 1.7 3 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3 3 7 3s7-1.3 7-3",
    ),
    (
        "survey",
        "M6 5h12v16H6ZM9.5 3h5v4h-5ZM9 12l1.5 1.5L13.5 10.5M9 17h6",
    ),
    (
        "sync",
        "M19.5 10.5A8 8 0 0 0 5.5 7.5M5 3.5v4.5h4.5M4.5 13.5a8 8 0 0 0 14 3M19 20.5V16h-4.5",
    ),
    ("talk", "M4 5h16v11h-8l-5 4v-4H4ZM8 9h8M8 12.5h5"),
    (
        "turn",
        "M4.5 11a7.5 7.5 0 0 1 13-4.5L20 9M20 4v5h-5M19.5 13a7.5 7.5 0 0 1-13 4.5L4 15M4 20v-5h5",
    ),
    ("undo", "M4 9h10a5.5 5.5 0 0 1 0 11H9M4 9l5-5M4 9l5 5"),
    ("up", "M5 15l7-7 7 7"),
    ("upload", "M12 16V5M7 9.5l5-5 5 5M5 20h14"),
    ("video", "M3.5 7h11v10h-11ZM14.5 11l6-3.5v9l-6-3.5Z"),
    (
        "waiting",
        "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM12 7v5.3l3.3 2",
    ),
    (
        "walk",
        "M12.5 4.5v.01M9 21l2.5-6-2-2 1-5.5 3 1 2 3 2.5 1M10.5 7.5L7 10v3.5M11.5 15l3 2 .5 4",
    ),
    ("warning", "M12 4L2.8 20h18.4ZM12 10v4.5M12 17.3v.01"),
];

fn lines(name: &str) -> &'static str {
    let found = LINES.binary_search_by_key(&name, |(name, _)| name);
    found.map_or("", |at| LINES[at].1)
}

fn filled(name: &str) -> Option<&'static str> {
    (name == "half").then_some("M12 3a9 9 0 0 1 0 18Z")
}

#[cfg(test)]
mod tests {
    use super::LINES;

    #[test]
    fn names_are_in_order() {
        assert!(LINES.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
