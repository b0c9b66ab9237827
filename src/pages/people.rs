//! People and their devices: who belongs to the site, inviting, telling a device to leave.

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use needs::{Lang, Localised, Person, Role, access::Caller, access::Deed};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{
    components::{
        back::BackTo,
        choice_row::ChoiceRow,
        notice::{Kind, error_notice, notice},
        role_name::role_name,
    },
    desk::{Desk, WriteError},
    locales::{AccessTexts, OfficeTexts, ShellTexts, fill, language},
    pages::{Missing, join::trouble_text},
    platform::random,
    sync::{
        self, Courier,
        membership::{self, Device, Invitation},
    },
};

/// The screen, for those who may see devices.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let may = move |deed| {
        desk.with_person(|_, person| {
            let (person, role) = (person.id, person.role());
            Caller { person, role }.may(deed)
        })
        .unwrap_or(false)
    };
    let sees = Memo::new(move |_| may(Deed::SeeDevices));
    let invites = Memo::new(move |_| may(Deed::Invite));
    move || {
        if sees.get() {
            // An open site is joined without being asked.
            let adds = invites.get();
            view! { <Everyone adds invites=adds && sync::has_token()/> }.into_any()
        } else {
            view! { <Missing text=ShellTexts::now().not_yours/> }.into_any()
        }
    }
}

#[component]
fn Everyone(
    /// Whether the person may add people.
    adds: bool,
    /// Whether people are invited here, too.
    invites: bool,
) -> impl IntoView {
    let t = AccessTexts::now();
    let desk = expect_context::<Desk>();
    let error = RwSignal::new(None::<String>);
    let invitation = RwSignal::new(None::<(String, Invitation)>);
    let invite = Callback::new(move |(person, name): (RecordId, String)| {
        spawn_local(async move {
            match membership::invite(desk.site(), person).await {
                Ok(made) => {
                    error.set(None);
                    invitation.set(Some((name, made)));
                }
                Err(trouble) => error.set(Some(trouble_text(&trouble))),
            }
        });
    });
    let people = move || {
        let lang = language();
        desk.read(|state| {
            Person::all(state)
                .into_iter()
                .map(|person| person_line(person, lang, invites.then_some(invite)))
                .collect_view()
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackTo href="/office" title=OfficeTexts::now().title/>
            <div class="page-head"><h1>{t.people}</h1><p>{t.people_hint}</p></div>
            {error_notice(error)}
            {move || invitation.get().map(|(name, made)| view! {
                <InvitationCard name made close=Callback::new(move |()| invitation.set(None))/>
            })}
            <ul class="row-list">{people}</ul>
            {adds.then(|| view! { <AddPerson/> })}
            <Devices invites/>
        </main>
    }
}

fn person_line(
    person: Person<'_>,
    lang: Lang,
    invite: Option<Callback<(RecordId, String)>>,
) -> AnyView {
    let t = AccessTexts::now();
    let (id, name) = (person.id, person.name(lang).to_owned());
    let asked = name.clone();
    view! {
        <li class="row" data-person=id.to_string()>
            <span class="row-main">
                <span class="row-title">{name}</span>
                <span class="row-sub">{role_name(person.role())}</span>
            </span>
            {invite.map(|invite| view! {
                <button class="button" data-invite=id.to_string()
                    on:click=move |_| invite.run((id, asked.clone()))>{t.invite}</button>
            })}
        </li>
    }
    .into_any()
}

/// A code as a picture and in letters, to be scanned, typed or printed.
#[component]
fn InvitationCard(name: String, made: Invitation, close: Callback<()>) -> impl IntoView {
    let t = AccessTexts::now();
    let desk = expect_context::<Desk>();
    let origin = window().location().origin().unwrap_or_default();
    let link = format!("{origin}/#join={}.{}", desk.site(), made.code);
    let expires = made.expires.get(..10).unwrap_or(&made.expires).to_owned();
    let print = move |_| drop(window().print());
    view! {
        <section class="card stack invitation" aria-live="polite">
            <h2>{fill(t.invitation_for, &[&name])}</h2>
            <p>{fill(t.invitation_hint, &[&expires])}</p>
            <Picture link=link.clone()/>
            <p class="code" data-code=made.code.clone()>{made.code.clone()}</p>
            <p class="hint"><a href=link.clone()>{link.clone()}</a></p>
            <p class="button-row">
                <button class="button" on:click=print>{t.print}</button>
                <button class="button" on:click=move |_| close.run(())>{t.close}</button>
            </p>
        </section>
    }
}

/// A QR code, drawn as one path.
#[component]
fn Picture(link: String) -> impl IntoView {
    QrCode::encode_text(&link, QrCodeEcc::Medium)
        .ok()
        .map(|code| {
            let size = code.size();
            let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
            let dark = dark.filter(|(x, y)| code.get_module(*x, *y));
            let squares: Vec<_> = dark.map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
            let path = squares.concat();
            let view_box = format!("-4 -4 {0} {0}", size + 8);
            view! {
                <svg class="qr" viewBox=view_box role="img" aria-label=link>
                    <rect x="-4" y="-4" width=size + 8 height=size + 8 fill="#fff"/>
                    <path d=path fill="#000"/>
                </svg>
            }
        })
}

/// A new person, with name and role.
#[component]
fn AddPerson() -> impl IntoView {
    let t = AccessTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let name = RwSignal::new(String::new());
    let role = RwSignal::new(Role::Assistant);
    let error = RwSignal::new(None::<String>);
    let options = Role::ALL.map(|role| (role, role_name(role).to_owned()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let given = name.get_untracked().trim().to_owned();
        if given.is_empty() {
            return error.set(Some(t.name_missing.to_owned()));
        }
        let person = RecordId(random::device_id().0);
        let names = Localised {
            zh_hant: &given,
            zh_hans: &given,
            en: &given,
        };
        let change = Person::change(person, names, role.get_untracked());
        spawn_local(async move {
            match desk.record(change).await {
                Ok(()) => {
                    name.set(String::new());
                    error.set(None);
                    courier.sync_now();
                }
                Err(WriteError::Store(why)) => {
                    let text = crate::components::store_error::store_error_text(&why);
                    error.set(Some(text));
                }
                Err(why) => error.set(Some(format!("{why:?}"))),
            }
        });
    };
    let choose = Callback::new(move |chosen| role.set(chosen));
    view! {
        <form class="card stack add-person" on:submit=submit>
            <h2>{t.add_person}</h2>
            {error_notice(error)}
            <div class="field">
                <label for="person-name" class="field-label">{t.name}</label>
                <input
                    id="person-name"
                    class="input"
                    autocomplete="off"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </div>
            <ChoiceRow name="role" legend=t.role options=options.to_vec() taken=role choose/>
            <button class="button primary" type="submit">{t.add}</button>
        </form>
    }
}

/// The devices that have joined, as the server knows them.
#[component]
fn Devices(invites: bool) -> impl IntoView {
    let t = AccessTexts::now();
    let desk = expect_context::<Desk>();
    if !sync::has_token() {
        return view! { <h2>{t.devices}</h2>{notice(Kind::Info, t.open_to_all, None)} }.into_any();
    }
    let found = RwSignal::new(None::<Result<Vec<Device>, String>>);
    let ask = move || {
        spawn_local(async move {
            let devices = membership::devices(desk.site()).await;
            found.set(Some(devices.map_err(|trouble| trouble_text(&trouble))));
        });
    };
    ask();
    let revoke = Callback::new(move |device| {
        let sure = window().confirm_with_message(t.revoke_sure);
        if sure != Ok(true) {
            return;
        }
        spawn_local(async move {
            match membership::revoke(desk.site(), device).await {
                Ok(()) => ask(),
                Err(trouble) => found.set(Some(Err(trouble_text(&trouble)))),
            }
        });
    });
    let list = move || match found.get() {
        None => view! { <p class="empty" role="status">{ShellTexts::now().loading}</p> }.into_any(),
        Some(Err(why)) => notice(Kind::Warning, why, None),
        Some(Ok(devices)) if devices.is_empty() => {
            view! { <p class="empty">{t.no_devices}</p> }.into_any()
        }
        Some(Ok(devices)) => {
            let rows = devices
                .into_iter()
                .map(|device| device_line(desk, &device, invites.then_some(revoke)))
                .collect_view();
            view! { <ul class="row-list">{rows}</ul> }.into_any()
        }
    };
    view! { <h2>{t.devices}</h2>{list} }.into_any()
}

fn device_line(desk: Desk, device: &Device, revoke: Option<Callback<ledger::DeviceId>>) -> AnyView {
    let t = AccessTexts::now();
    let name = desk.read(|state| {
        Person::find(state, device.person).map(|person| person.name(language()).to_owned())
    });
    let is_this = device.id == desk.device();
    let label = if is_this {
        format!("{} · {}", device.label, t.this_device)
    } else {
        device.label.clone()
    };
    let state = match (&device.revoked, &device.seen) {
        (Some(at), _) => fill(t.revoked, &[&moment(at)]),
        (None, Some(at)) => fill(t.seen, &[&moment(at)]),
        (None, None) => t.never_seen.to_owned(),
    };
    let id = device.id;
    let revoke = revoke.filter(|_| device.revoked.is_none() && !is_this);
    view! {
        <li class="row" data-device=id.to_string()>
            <span class="row-main">
                <span class="row-title">{name} " · " {label}</span>
                <span class="row-sub">{state}</span>
            </span>
            {revoke.map(|revoke| view! {
                <button class="button" data-revoke=id.to_string()
                    on:click=move |_| revoke.run(id)>{t.revoke}</button>
            })}
        </li>
    }
    .into_any()
}

/// Day and time of a moment, as the server wrote it.
fn moment(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}
