//! Questions that are answered with a file: photos, drawings, recordings, anything chosen. The
//! answer is the name under which the file is kept.

mod audio_level;
pub mod canvas;
mod drawing;
mod file;
mod keeper;
mod photo;
mod recording;
mod scan;

use form::Control;
use leptos::prelude::*;

use super::field::Field;

/// A sheet to sign on.
pub fn signature_sheet() -> canvas::Canvas {
    canvas::Canvas::new(drawing::SIGNATURE, None, false)
}

pub use audio_level::meter;
pub use drawing::sketch;
pub(super) use scan::barcode;

/// The control for a question that keeps a file.
pub(super) fn capture(field: Field) -> AnyView {
    match field.control {
        Control::Image if field.has_appearance("signature") => drawing::drawing(field, true),
        Control::Image if field.has_appearance("draw") => drawing::drawing(field, false),
        Control::Image => photo::photo(field),
        Control::Audio => recording::recording(field, false),
        Control::Video => recording::recording(field, true),
        _ => file::file(field),
    }
}
