//! A resident, new or known, as a form.

use ledger::{Change, RecordId};
use leptos::prelude::*;
use needs::{Contact, Relation, Resident, ResidentFacts};

use super::residents::{LANGUAGES, language_text, relation_text, wish_text};
use crate::{
    components::{
        choice_row::ChoiceRow, erase::Erase, notice::error_notice, text_field::text_field,
    },
    desk::Desk,
    locales::{ResidentTexts, fill},
    platform::random,
};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    phone: RwSignal<String>,
    hours: RwSignal<String>,
    note: RwSignal<String>,
    relation: RwSignal<Relation>,
    contact: RwSignal<Contact>,
    key_customer: RwSignal<bool>,
    languages: RwSignal<Vec<String>>,
}

impl Typed {
    fn of(desk: Desk, id: Option<RecordId>) -> Self {
        desk.peek(|ledger| {
            let known = id.and_then(|id| Resident::find(ledger.state(), id));
            let text =
                |text: fn(Resident<'_>) -> String| RwSignal::new(known.map_or(String::new(), text));
            let languages = known.map_or(Vec::new(), |one| {
                one.languages().map(str::to_owned).collect()
            });
            Self {
                name: text(|one| one.name().to_owned()),
                phone: text(|one| one.phone().to_owned()),
                hours: text(|one| one.hours().to_owned()),
                note: text(|one| one.note().to_owned()),
                relation: RwSignal::new(known.map_or(Relation::Owner, Resident::relation)),
                contact: RwSignal::new(known.map_or(Contact::Any, Resident::contact)),
                key_customer: RwSignal::new(known.is_some_and(Resident::is_key_customer)),
                languages: RwSignal::new(languages),
            }
        })
    }

    /// The change that makes the record so; `None` where it is so already.
    fn change(self, desk: Desk, unit: RecordId, id: Option<RecordId>) -> Option<Change> {
        let (name, phone) = (self.name.get_untracked(), self.phone.get_untracked());
        let (hours, note) = (self.hours.get_untracked(), self.note.get_untracked());
        let speaks = self.languages.get_untracked();
        let languages: Vec<_> = LANGUAGES
            .iter()
            .map(|tag| (*tag, speaks.iter().any(|one| one == tag)))
            .collect();
        let facts = ResidentFacts {
            unit: Some(unit),
            name: Some(&name),
            relation: Some(self.relation.get_untracked()),
            phone: Some(&phone),
            key_customer: Some(self.key_customer.get_untracked()),
            contact: Some(self.contact.get_untracked()),
            hours: Some(&hours),
            languages: &languages,
            note: Some(&note),
            ..ResidentFacts::default()
        };
        desk.peek(
            |ledger| match id.and_then(|id| Resident::find(ledger.state(), id)) {
                Some(known) => known.update(facts),
                None => Some(Resident::set(random::record_id(), facts)),
            },
        )
    }
}

/// The form; `write` is given what is to be written, nothing where it was cancelled.
#[component]
pub fn ResidentForm(
    unit: RecordId,
    id: Option<RecordId>,
    write: Callback<Option<Change>>,
) -> impl IntoView {
    let t = ResidentTexts::now();
    let desk = expect_context::<Desk>();
    let typed = Typed::of(desk, id);
    let error = RwSignal::new(None::<String>);
    let known = typed.name.get_untracked();
    let title = match id {
        Some(_) => fill(t.edit, &[&known]),
        None => t.add.to_owned(),
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let nobody = typed.name.read_untracked().trim().is_empty()
            && typed.phone.read_untracked().trim().is_empty();
        if nobody {
            return error.set(Some(t.name_or_phone.to_owned()));
        }
        write.run(typed.change(desk, unit, id));
    };
    let relations = Relation::ALL.map(|one| (one, relation_text(one).to_owned()));
    let wishes = Contact::ALL.map(|one| (one, wish_text(one).to_owned()));
    view! {
        <form class="stack" id="resident-form" on:submit=save>
            <h2 id="resident-title">{title}</h2>
            {error_notice(error)}
            {text_field(t.name, "resident-name", "text", typed.name)}
            {text_field(t.phone, "resident-phone", "tel", typed.phone)}
            <ChoiceRow
                name="relation"
                legend=t.relation
                options=relations.to_vec()
                taken=typed.relation
                choose=Callback::new(move |one| typed.relation.set(one))
            />
            <label class="choice-row">
                <input
                    type="checkbox"
                    id="resident-key"
                    prop:checked=typed.key_customer
                    on:change=move |event| typed.key_customer.set(event_target_checked(&event))
                />
                <span>{t.key_customer}</span>
            </label>
            <ChoiceRow
                name="contact"
                legend=t.contact
                options=wishes.to_vec()
                taken=typed.contact
                choose=Callback::new(move |one| typed.contact.set(one))
            />
            {text_field(t.hours, "resident-hours", "text", typed.hours)}
            <fieldset class="filter">
                <legend>{t.languages}</legend>
                {LANGUAGES.map(|tag| language(tag, typed.languages)).collect_view()}
            </fieldset>
            {text_field(t.note, "resident-note", "text", typed.note)}
            <p class="button-row">
                <button class="button primary" type="submit">{t.save}</button>
                <button class="button" type="button" on:click=move |_| write.run(None)>
                    {t.cancel}
                </button>
            </p>
        </form>
        {id.map(|id| {
            let erased = Callback::new(move |()| write.run(None));
            view! { <p class="button-row"><Erase record=id what=known erased/></p> }
        })}
    }
}

fn language(tag: &'static str, taken: RwSignal<Vec<String>>) -> impl IntoView {
    let set = move |event| {
        let speaks = event_target_checked(&event);
        taken.update(|taken| {
            taken.retain(|one| one != tag);
            if speaks {
                taken.push(tag.to_owned());
            }
        });
    };
    view! {
        <label class="choice-row">
            <input
                type="checkbox"
                value=tag
                prop:checked=move || taken.read().iter().any(|one| one == tag)
                on:change=set
            />
            <span>{language_text(tag).to_owned()}</span>
        </label>
    }
}
