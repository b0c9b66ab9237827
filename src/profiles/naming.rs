//! What the open site is called and who works there, kept with the profile: so that a list of
//! sites, and the lock screen where it may, can say it without opening anything.

use leptos::{prelude::*, task::spawn_local};
use needs::{Lang, Person, Site};

use super::{Opened, Shown};
use crate::desk::Desk;

/// Keeps it, now and whenever it changes.
pub fn name_open_site(opened: Opened, desk: Desk) {
    let shown = Memo::new(move |_| {
        let site = desk.site();
        let actor = desk.actor();
        desk.read(|state| {
            let site = Site::find(state, site)?;
            let person = actor.and_then(|actor| Person::find(state, actor));
            let named = |name: &dyn Fn(Lang) -> String| {
                let names = Lang::ALL.map(|lang| (lang.tag().to_owned(), name(lang)));
                names.into_iter().collect()
            };
            Some(Shown {
                site: named(&|lang| site.name(lang).to_owned()),
                person: person
                    .map(|person| named(&|lang| person.name(lang).to_owned()))
                    .unwrap_or_default(),
            })
        })
    });
    Effect::new(move || {
        if let Some(shown) = shown.get() {
            // Where it can't be kept, as on a full device, the next start tries again.
            spawn_local(async move { drop(opened.name_site(desk.site(), shown).await) });
        }
    });
}
