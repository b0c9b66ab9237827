//! Who lives behind a door: how to meet them, and who must not be contacted.

use ledger::{Change, RecordId};
use leptos::{prelude::*, task::spawn_local};
use needs::{Act, Contact, Relation, Resident, ResidentFacts};

use super::resident_form::ResidentForm;
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, error_notice, notice},
        sheet::Sheet,
        store_error::write_error_text,
    },
    desk::Desk,
    locales::{ResidentTexts, fill},
    platform::clock,
};

/// The residents of a unit.
#[component]
pub fn Residents(unit: RecordId) -> impl IntoView {
    let t = ResidentTexts::now();
    let desk = expect_context::<Desk>();
    let failed = RwSignal::new(None::<String>);
    // `None`: somebody new.
    let edited = RwSignal::new(None::<RecordId>);
    let open = RwSignal::new(false);
    let write = Callback::new(move |change: Option<Change>| {
        open.set(false);
        let Some(change) = change else { return };
        spawn_local(async move {
            let result = desk.record(change).await;
            failed.set(result.err().map(|error| write_error_text(&error)));
        });
    });
    let edit = Callback::new(move |id| {
        edited.set(id);
        open.set(true);
    });
    let rows = move || {
        let may = desk.may(Act::Collect);
        desk.read(|state| {
            let residents = Resident::of(state, unit);
            let never = residents
                .iter()
                .filter(|one| one.is_here() && one.contact() == Contact::Never)
                .map(|one| {
                    notice(
                        Kind::Warning,
                        fill(t.do_not_contact, &[&shown_name(*one)]),
                        None,
                    )
                })
                .collect_view();
            if residents.is_empty() {
                return view! { <p class="row-sub">{t.none}</p> }.into_any();
            }
            let rows = residents
                .into_iter()
                .map(|one| row(one, may, edit, write))
                .collect_view();
            view! { {never}<ul class="residents">{rows}</ul> }.into_any()
        })
    };
    view! {
        <section class="card stack" id="residents">
            <h2>{t.title}</h2>
            {error_notice(failed)}
            {rows}
            {move || desk.may(Act::Collect).then(|| view! {
                <p class="button-row">
                    <button class="button" id="add-resident" on:click=move |_| edit.run(None)>
                        <Icon name="add"/>{t.add}
                    </button>
                </p>
            })}
            <Sheet open labelled_by="resident-title">
                <ResidentForm unit id=edited.get_untracked() write/>
            </Sheet>
        </section>
    }
}

fn shown_name(one: Resident<'_>) -> String {
    let name = one.name();
    if name.is_empty() {
        ResidentTexts::now().nameless.to_owned()
    } else {
        name.to_owned()
    }
}

fn row(
    one: Resident<'_>,
    may: bool,
    edit: Callback<Option<RecordId>>,
    write: Callback<Option<Change>>,
) -> impl IntoView + use<> {
    let t = ResidentTexts::now();
    let id = one.id;
    let name = shown_name(one);
    let mut facts = vec![relation_text(one.relation()).to_owned()];
    if one.is_here() {
        facts.extend(contact_text(one.contact()).map(str::to_owned));
    } else {
        let day = one.left().map_or(String::new(), |day| day.to_string());
        facts.push(fill(t.moved_out_on, &[&day]));
    }
    facts.extend(one.languages().map(|tag| language_text(tag).to_owned()));
    facts.extend(Some(one.hours().to_owned()).filter(|hours| !hours.is_empty()));
    let phone = Some(one.phone().to_owned()).filter(|phone| !phone.is_empty());
    let phone = phone.filter(|_| one.contact() != Contact::Never && one.is_here());
    let note = Some(one.note().to_owned()).filter(|note| !note.is_empty());
    let here = one.is_here();
    let moved = move |_| {
        let left = here.then(|| clock::now().date_naive());
        let facts = ResidentFacts {
            left: Some(left),
            ..ResidentFacts::default()
        };
        write.run(Some(Resident::set(id, facts)));
    };
    let label = fill(t.edit, &[&name]);
    view! {
        <li data-resident=id.to_string() data-here=here.to_string()>
            <p class="row-title">
                {name}
                {one.is_key_customer().then(|| view! {
                    <span class="key-customer"><Icon name="star"/>{t.key_customer}</span>
                })}
            </p>
            <p class="row-sub">{facts.join(" · ")}</p>
            {phone.map(|phone| {
                let number: String = phone.chars().filter(|c| !c.is_whitespace()).collect();
                view! { <p><a class="link" href=format!("tel:{number}")>{phone}</a></p> }
            })}
            {note.map(|note| view! { <p class="row-sub">{note}</p> })}
            {may.then(|| view! {
                <p class="button-row">
                    <button class="button" data-edit=id.to_string() aria-label=label
                        on:click=move |_| edit.run(Some(id))>
                        <Icon name="edit"/>{t.change}
                    </button>
                    <button class="button quiet" data-moved=id.to_string() on:click=moved>
                        {if here { t.moved_out } else { t.moved_back }}
                    </button>
                </p>
            })}
        </li>
    }
}

/// What somebody is to the unit, in words.
pub(super) fn relation_text(relation: Relation) -> &'static str {
    let t = ResidentTexts::now();
    match relation {
        Relation::Owner => t.owner,
        Relation::Tenant => t.tenant,
        Relation::Family => t.family,
        Relation::Other => t.other,
    }
}

/// How to get in touch, where they said so.
fn contact_text(contact: Contact) -> Option<&'static str> {
    (contact != Contact::Any).then(|| wish_text(contact))
}

/// A wish about contact, in words.
pub(super) fn wish_text(contact: Contact) -> &'static str {
    let t = ResidentTexts::now();
    match contact {
        Contact::Any => t.any,
        Contact::Phone => t.by_phone,
        Contact::Visit => t.by_visit,
        Contact::Never => t.never,
    }
}

/// The languages that are offered (BCP 47).
pub(super) const LANGUAGES: [&str; 6] = ["yue", "cmn", "en", "nan", "hak", "wuu"];

/// A language in words; one that is not offered by its tag.
pub(super) fn language_text(tag: &str) -> &str {
    let t = ResidentTexts::now();
    let words = [t.yue, t.cmn, t.en, t.nan, t.hak, t.wuu];
    let at = LANGUAGES.iter().position(|known| *known == tag);
    at.map_or(tag, |at| words[at])
}
