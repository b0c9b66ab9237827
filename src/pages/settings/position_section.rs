//! Settings: whether the position of visits may be noted on this device.

use leptos::prelude::*;
use needs::visit::Rules;

use crate::{components::choice_row::ChoiceRow, desk::Desk, locales::DoorTexts, platform::prefs};

/// The section, where the office asks for positions.
#[component]
pub fn PositionSection() -> impl IntoView {
    let t = DoorTexts::now();
    let desk = expect_context::<Desk>();
    let may = RwSignal::new(prefs::visit_position().unwrap_or(false));
    let choose = Callback::new(move |chosen| {
        prefs::set_visit_position(chosen);
        may.set(chosen);
    });
    let wanted = Memo::new(move |_| desk.read(Rules::of).position);
    let options = || {
        vec![
            (true, t.position_on.to_owned()),
            (false, t.position_off.to_owned()),
        ]
    };
    view! {
        <Show when=move || wanted.get()>
            <section class="card stack">
                <ChoiceRow
                    name="visit-position"
                    legend=t.position_title
                    options=options()
                    taken=may
                    choose
                />
            </section>
        </Show>
    }
}
