//! The controls of a questionnaire: one component for each kind of question, all of the same build:
//! label, hint, what is wrong, control. They talk to the [`Interview`] in their context.

mod acknowledge;
mod capture;
mod choices;
mod compass;
mod date;
mod field;
mod geo;
mod interview;
mod markup;
mod media;
mod number;
mod place;
mod range;
mod rank;
mod svg;
mod text;
mod wording;

use form::{Control, ItemId, ItemKind};
use leptos::prelude::*;

pub use capture::{canvas::Canvas as SignatureSheet, signature_sheet};
pub use capture::{meter, sketch};
pub use choices::table::header as table_header;
pub use geo::place_in_background;
pub use interview::Interview;
pub use markup::{markup, plain};
pub use media::{FormFiles, label_media};
pub use place::{field_id, focus_field, focus_next, show_field};
pub use wording::{answer_text, problem_text};

use crate::locales::{SurveyTexts, fill};
use field::Field;

/// A question of the questionnaire. Groups, repeats and notes are the screen's.
#[component]
pub fn Question(
    /// The question.
    item: ItemId,
) -> impl IntoView {
    let interview = expect_context::<Interview>();
    match interview.peek(|session| Some(session.item(item).kind())) {
        Some(ItemKind::Question(control)) => question(interview, item, control),
        _ => ().into_any(),
    }
}

fn question(interview: Interview, item: ItemId, control: Control) -> AnyView {
    let field = Field::new(interview, item, control);
    match control {
        Control::SelectOne | Control::SelectMultiple => choices::select(field),
        Control::Acknowledge => acknowledge::acknowledge(field),
        Control::Rank => rank::rank(field),
        Control::Range => range::range(field),
        Control::Text => text::text(field),
        Control::Integer | Control::Decimal => number::number(field),
        Control::Date | Control::Time | Control::DateTime => date::moment(field),
        Control::GeoPoint | Control::GeoTrace | Control::GeoShape => geo::geo(field),
        Control::Image | Control::Audio | Control::Video | Control::File => capture::capture(field),
        Control::Barcode => capture::barcode(field),
        other => {
            // Silence would lose an answer that the form asks for.
            let name = format!("{other:?}").to_lowercase();
            let text = fill(SurveyTexts::now().unsupported, &[&name]);
            let text = StoredValue::new(text);
            view! {
                <field::Frame field>
                    <p class="notice" data-kind="warning">{text.get_value()}</p>
                </field::Frame>
            }
            .into_any()
        }
    }
}
