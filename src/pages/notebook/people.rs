//! Who is there: residents of the unit, colleagues, others. In a focus group they are the speakers.

use ledger::RecordId;
use leptos::{html, prelude::*};
use needs::{
    Person, Resident,
    interview::{PresentAs, present_field},
};

use super::{
    book::{Book, Here},
    lines::{Pad, speakers},
};
use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::{NotebookTexts, fill, language},
};

/// What somebody may be to the talk.
pub const ROLES: [&str; 3] = ["resident", "staff", "other"];

/// What a role is called.
pub fn role_text(role: &str) -> &'static str {
    let t = NotebookTexts::now();
    match role {
        "resident" => t.role_resident,
        "staff" => t.role_staff,
        _ => t.role_other,
    }
}

/// Adds somebody; their key.
fn add(book: &Book, present: &PresentAs) {
    let taken = untrack(|| {
        book.head(|head| {
            let keys = head.present().into_iter().map(|one| one.key.parse::<u32>());
            keys.filter_map(Result::ok).max()
        })
    });
    let key = format!("{:02}", taken.unwrap_or(0) + 1);
    book.set([present_field(&key, Some(present))]);
}

/// Takes somebody out again.
fn remove(book: &Book, key: &str) {
    book.set([present_field(key, None)]);
}

/// Those who are there, and the way to change that.
pub fn strip(here: Here) -> AnyView {
    let t = NotebookTexts::now();
    let open = RwSignal::new(false);
    let people = move || {
        here.with(|book| {
            book.head(|head| {
                let present = head.present().into_iter();
                let names = present.map(|one| {
                    view! { <li class="person" data-role=one.role.to_owned()>{one.name.to_owned()}</li> }
                });
                names.collect::<Vec<_>>()
            })
        })
    };
    view! {
        <section class="present" aria-label=t.present>
            <Icon name="person"/>
            <ul>{people}</ul>
            <button
                type="button"
                class="button quiet"
                data-action="people"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {t.change_present}
            </button>
        </section>
        <Sheet open labelled_by="present-title">{chooser(here, open)}</Sheet>
    }
    .into_any()
}

/// Somebody who can be ticked.
struct Known {
    id: RecordId,
    name: String,
    role: &'static str,
}

fn known(book: &Book) -> Vec<Known> {
    let lang = language();
    let unit = book.unit();
    book.desk().read(|state| {
        let residents = unit
            .map(|unit| Resident::of(state, unit))
            .unwrap_or_default();
        let residents = residents
            .into_iter()
            .filter(|one| one.is_here())
            .map(|one| Known {
                id: one.id,
                name: one.name().to_owned(),
                role: "resident",
            });
        let staff = Person::all(state).into_iter().map(|one| Known {
            id: one.id,
            name: one.name(lang).to_owned(),
            role: "staff",
        });
        residents.chain(staff).collect()
    })
}

fn chooser(here: Here, open: RwSignal<bool>) -> AnyView {
    let t = NotebookTexts::now();
    let list = here.with(known).into_iter();
    let rows: Vec<_> = list.map(|one| known_row(here, one)).collect();
    view! {
        <div class="sheet-head"><h2 id="present-title">{t.present}</h2></div>
        <ul class="row-list people-list">{rows}</ul>
        {move || others(here)}
        {adder(here)}
        <button class="button primary" on:click=move |_| open.set(false)>{t.done}</button>
    }
    .into_any()
}

fn known_row(here: Here, one: Known) -> AnyView {
    let Known { id, name, role } = one;
    let key = Memo::new(move |_| {
        here.with(|book| {
            book.head(|head| {
                let mut present = head.present().into_iter();
                present
                    .find(|one| one.resident == Some(id))
                    .map(|one| one.key.to_owned())
            })
        })
    });
    let present = PresentAs {
        name: name.clone(),
        role: role.to_owned(),
        resident: Some(id),
    };
    let turn = move |_| {
        here.with(|book| match key.get_untracked() {
            Some(key) => remove(book, &key),
            None => add(book, &present),
        });
    };
    view! {
        <li>
            <label class="choice">
                <input type="checkbox" prop:checked=move || key.get().is_some() on:change=turn/>
                <span>{name} <small>{role_text(role)}</small></span>
            </label>
        </li>
    }
    .into_any()
}

/// Those who are in no list.
fn others(here: Here) -> Option<AnyView> {
    let t = NotebookTexts::now();
    let others: Vec<_> = here.with(|book| {
        book.head(|head| {
            let present = head.present().into_iter();
            let others = present.filter(|one| one.resident.is_none());
            others
                .map(|one| (one.key.to_owned(), one.name.to_owned()))
                .collect()
        })
    });
    let rows = others.into_iter().map(|(key, name)| {
        let label = fill(t.remove_person, &[&name]);
        view! {
            <li class="person-row">
                <span>{name}</span>
                <button
                    type="button"
                    class="button quiet"
                    aria-label=label
                    on:click=move |_| here.with(|book| remove(book, &key))
                >
                    <Icon name="close"/>
                </button>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| view! { <ul class="people-list">{rows}</ul> }.into_any())
}

fn adder(here: Here) -> AnyView {
    let t = NotebookTexts::now();
    let name = NodeRef::<html::Input>::new();
    let role = RwSignal::new("other".to_owned());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = name.get_untracked() else {
            return;
        };
        let typed = field.value().trim().to_owned();
        if !typed.is_empty() {
            let present = PresentAs {
                name: typed,
                role: role.get_untracked(),
                resident: None,
            };
            here.with(|book| add(book, &present));
            field.set_value("");
        }
        let _ = field.focus();
    };
    let roles = ROLES.map(|one| {
        view! { <option value=one selected=one == "other">{role_text(one)}</option> }
    });
    view! {
        <form class="person-add" on:submit=submit>
            <label class="field">
                <span>{t.person_name}</span>
                <input class="input" name="person" node_ref=name autocomplete="off"/>
            </label>
            <label class="field">
                <span>{t.person_role}</span>
                <select class="input" on:change=move |event| role.set(event_target_value(&event))>
                    {roles}
                </select>
            </label>
            <button type="submit" class="button"><Icon name="add"/>{t.add_person}</button>
        </form>
    }
    .into_any()
}

/// Who speaks: a tap or a number changes it. Shown where more than two are there.
pub fn speaker_bar(here: Here, pad: Pad) -> AnyView {
    let t = NotebookTexts::now();
    (move || {
        let (all, group) = here.with(|book| book.head(|head| (speakers(head), head.is_group())));
        if all.len() < if group { 1 } else { 3 } {
            return None;
        }
        let now = Memo::new(move |_| {
            here.with(|book| book.lines(|notes| notes.active().note.speaker.clone()))
        });
        let chips = all.into_iter().zip(1..).map(|((key, name), number)| {
            let on = {
                let key = key.clone();
                move || now.get().as_deref() == Some(key.as_str())
            };
            let pressed = move || if on() { "true" } else { "false" };
            view! {
                <button
                    type="button"
                    class="speaker-chip"
                    data-speaker=key.clone()
                    aria-pressed=pressed
                    on:click=move |_| pad.speaks(Some(&key))
                >
                    <kbd aria-hidden="true">{number}</kbd>
                    {name}
                </button>
            }
        });
        let chips: Vec<_> = chips.collect();
        Some(view! { <div class="speakers" role="group" aria-label=t.who_speaks>{chips}</div> })
    })
    .into_any()
}
