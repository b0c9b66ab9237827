//! Restoring: the file is chosen, opened by its passphrase, looked through, and taken in.

use ledger::backup::{About, BackupError, Counted};
use leptos::{ev, prelude::*, task::spawn_local};
use web_sys::File;

use crate::{
    components::{
        bundle_error::bundle_error_text,
        file_error::file_error_text,
        icon::Icon,
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    desk::{BackupFile, Desk, RestoreError, Restored, read_header},
    locales::{BackupTexts, SettingsTexts, fill},
    pages::{
        lock::{AttemptRow, NewProfile, SecretField, Waiting, unlock_error_text},
        welcome::LanguageChoice,
    },
    platform::{
        files,
        seal::Seal,
        unlocker::{self, UnlockError, Work},
    },
    profiles::{self, Opened},
};

/// What went wrong, in a sentence; `true` where something was changed before.
type Problem = (String, bool);

/// The choice of a file and its passphrase; hands over the file when it is open.
#[component]
fn Opening(
    /// Where the file is restored to; `None` where nothing is here yet.
    desk: Option<Desk>,
    /// Goes on with a file that is whole.
    opened: Callback<(StoredValue<BackupFile, LocalStorage>, About)>,
    /// What went wrong.
    problem: RwSignal<Option<Problem>>,
    /// Whether it is being worked on.
    busy: RwSignal<bool>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    unlocker::prepare();
    let t = BackupTexts::now();
    let file = RwSignal::new_local(None::<File>);
    let passphrase = RwSignal::new(String::new());
    let choose = move |event: ev::Event| {
        file.set(files::chosen(&event));
        problem.set(None);
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(file) = file.get_untracked() else {
            problem.set(Some((t.not_chosen.to_owned(), false)));
            return;
        };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match open(desk, file, &passphrase.get_untracked()).await {
                Ok((backup, about)) => opened.run((StoredValue::new_local(backup), about)),
                Err(why) => {
                    let _ = problem.try_set(Some((why, false)));
                    let _ = busy.try_set(false);
                    unlocker::prepare();
                }
            }
        });
    };
    let chosen = move || {
        file.get()
            .map(|file| view! { <p role="status" id="chosen-backup">{fill(t.chosen, &[&file.name()])}</p> })
    };
    view! {
        <p>{t.restore_text}</p>
        <form class="stack" on:submit=submit>
            {move || problem.get().map(problem_notice)}
            <label class="button file-button">
                <Icon name="in"/>
                <span>{t.choose}</span>
                <input type="file" id="backup-file" class="visually-hidden" on:change=choose/>
            </label>
            {chosen}
            <SecretField
                id="backup-passphrase"
                label=t.passphrase
                value=passphrase
                autocomplete="off"
            />
            <Waiting busy label=t.restoring/>
            <AttemptRow busy label=t.restore_now id="restore-now" cancel/>
        </form>
    }
}

fn problem_notice((why, changed): Problem) -> AnyView {
    let rest = (!changed).then(|| {
        let nothing = SettingsTexts::now().nothing_changed;
        view! { <p>{nothing}</p> }.into_any()
    });
    notice(Kind::Error, why, rest)
}

/// Opens a file and looks through all of it.
async fn open(
    desk: Option<Desk>,
    file: File,
    passphrase: &str,
) -> Result<(BackupFile, About), String> {
    let t = BackupTexts::now();
    let text = |why: RestoreError| restore_error_text(&why);
    let (header, start) = read_header(&file).await.map_err(text)?;
    let work = Work::Open {
        header: &header,
        secret: passphrase,
        by_code: false,
    };
    let unlocked = unlocker::run(work).await.map_err(|why| match why {
        UnlockError::Wrong => t.wrong.to_owned(),
        UnlockError::Damaged => fill(t.altered, &[&0]),
        UnlockError::Newer => t.newer.to_owned(),
        why @ UnlockError::Unsuited(_) => unlock_error_text(&why),
    })?;
    let unsuited = || unlock_error_text(&UnlockError::Unsuited("no cipher".to_owned()));
    let seal = Seal::new(unlocked.key).ok_or_else(unsuited)?;
    let backup = BackupFile::new(file, seal, start);
    let (about, _) = backup.examine(desk).await.map_err(text)?;
    Ok((backup, about))
}

/// The sentence for an error.
fn restore_error_text(error: &RestoreError) -> String {
    let t = BackupTexts::now();
    match error {
        RestoreError::Backup(BackupError::Foreign) => t.foreign.to_owned(),
        RestoreError::Backup(BackupError::Newer) => t.newer.to_owned(),
        RestoreError::Backup(BackupError::CutOff { at }) => fill(t.cut_off, &[at]),
        RestoreError::Backup(BackupError::Altered { at }) => fill(t.altered, &[at]),
        RestoreError::Bundle(error) => bundle_error_text(error),
        RestoreError::Unreadable => t.unreadable.to_owned(),
        RestoreError::Store(error) => fill(t.partly, &[&file_error_text(error)]),
    }
}

/// What came of it, in a sentence or two.
fn restored_text(restored: Restored) -> String {
    let t = BackupTexts::now();
    let Restored { new, left } = restored;
    let text = if new == Counted::default() {
        t.all_here.to_owned()
    } else {
        fill(t.restored, &[&new.entries, &new.drafts, &new.files])
    };
    match left {
        0 => text,
        _ => format!("{text} {}", fill(t.left, &[&left])),
    }
}

/// Restoring into the site that is open.
#[component]
pub fn RestoreForm(
    /// Where it goes.
    desk: Desk,
    /// Says that it is done.
    finish: Callback<String>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let opened = Callback::new(
        move |(backup, _): (StoredValue<BackupFile, LocalStorage>, About)| {
            spawn_local(async move {
                match take_in(desk, backup).await {
                    Ok(restored) => finish.run(restored_text(restored)),
                    Err(why) => {
                        let _ = problem.try_set(Some((why, true)));
                        let _ = busy.try_set(false);
                    }
                }
            });
        },
    );
    view! {
        <h2 id="backup-title">{BackupTexts::now().restore_title}</h2>
        <Opening desk=Some(desk) opened problem busy cancel/>
    }
}

async fn take_in(
    desk: Desk,
    backup: StoredValue<BackupFile, LocalStorage>,
) -> Result<Restored, String> {
    let Some(backup) = backup.try_update_value(|backup| backup.clone()) else {
        return Err(String::new());
    };
    let restored = desk.restore(&backup).await;
    restored.map_err(|why| restore_error_text(&why))
}

/// Restoring on a tablet on which nothing is open yet.
#[component]
pub fn RestorePage(
    /// The profile that is open, if one is.
    profile: Option<Opened>,
    /// Goes on with the profile; its last site is the one that was restored.
    done: Callback<Opened>,
    /// Leaves it.
    cancel: Callback<()>,
) -> impl IntoView {
    let problem = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let ready = RwSignal::new(None::<(StoredValue<BackupFile, LocalStorage>, About)>);
    let making = RwSignal::new(false);
    let go = move |profile: Option<Opened>| {
        let Some((backup, about)) = ready.get_untracked() else {
            return;
        };
        making.set(false);
        busy.set(true);
        spawn_local(async move {
            match begin(profile, backup, &about).await {
                Ok(opened) => done.run(opened),
                Err(why) => {
                    let _ = problem.try_set(Some((why, true)));
                    let _ = busy.try_set(false);
                }
            }
        });
    };
    let opened = Callback::new(
        move |found: (StoredValue<BackupFile, LocalStorage>, About)| {
            let sealed = profile.is_some_and(|profile| untrack(|| profile.is_sealed()));
            let needs_passphrase = found.1.sealed && !sealed;
            ready.set(Some(found));
            // What lay under a passphrase is not put where there is none.
            if needs_passphrase {
                busy.set(false);
                making.set(true);
            } else {
                go(profile);
            }
        },
    );
    let made = Callback::new(move |opened| go(Some(opened)));
    view! {
        <main class="page narrow stack" id="content">
            {move || if making.get() {
                view! { <NewProfile done=made cancel/> }.into_any()
            } else {
                view! {
                    <div class="page-head"><h1>{BackupTexts::now().restore_title}</h1></div>
                    <LanguageChoice/>
                    <Opening desk=None opened problem busy cancel/>
                }.into_any()
            }}
        </main>
    }
}

/// Makes the site's storage and takes the backup in.
async fn begin(
    profile: Option<Opened>,
    backup: StoredValue<BackupFile, LocalStorage>,
    about: &About,
) -> Result<Opened, String> {
    let stored = |error| store_error_text(&error);
    let opened = profiles::join_open(profile, about.site).await;
    let opened = opened.map_err(stored)?;
    let joined = untrack(|| opened.site(about.site)).ok_or_else(String::new)?;
    let desk = Desk::open(about.site, &joined.database, opened.seal()).await;
    take_in(desk.map_err(stored)?, backup).await?;
    profiles::go_home();
    Ok(opened)
}
