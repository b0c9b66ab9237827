//! Keeping the file of an answer, and taking it away again.

use ledger::FileRef;
use leptos::{ev, prelude::*, task::spawn_local};
use web_sys::{Blob, File};

use crate::{
    components::{
        file_error::file_error_text,
        icon::Icon,
        question::{
            field::Field,
            media::{Address, Shelf, address, shelf},
            place::focus_first,
        },
    },
    locales::ControlTexts,
    platform::files,
};

/// The file of a question. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Keeper {
    pub(super) field: Field,
    pub(super) shelf: Option<Shelf>,
    keeping: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
}

impl Keeper {
    pub(super) fn new(field: Field) -> Self {
        Self {
            field,
            shelf: shelf(),
            keeping: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Whether the question has an answer.
    pub(super) fn answered(self) -> bool {
        !self.field.value.with(String::is_empty)
    }

    /// The file of the answer and its address.
    pub(super) fn file(self, picture: bool) -> (Memo<Option<FileRef>>, Address) {
        match self.shelf {
            Some(shelf) => {
                let field = self.field;
                let name =
                    Signal::derive(move || Some(field.value.get()).filter(|name| !name.is_empty()));
                address(shelf.files, shelf.owner.response, name, picture)
            }
            None => (Memo::new(|_| None), Address::new(None)),
        }
    }

    /// Says what went wrong.
    pub(super) fn fail(self, text: String) {
        let _ = self.keeping.try_set(false);
        let _ = self.failure.try_set(Some(text));
    }

    /// Forgets what went wrong: something else is tried.
    pub(super) fn begin(self) {
        let _ = self.failure.try_set(None);
    }

    /// Keeps a file as the answer, in place of the one before.
    pub(super) fn keep(self, blob: Blob, wish: String) {
        let t = ControlTexts::now();
        let Some(shelf) = self.shelf else {
            return self.fail(t.not_kept.to_owned());
        };
        self.begin();
        let _ = self.keeping.try_set(true);
        spawn_local(async move {
            let kept = shelf
                .files
                .put_blob(shelf.owner.response, &blob, &wish, &blob.type_())
                .await;
            match kept {
                Ok(file) => {
                    self.replace(&file.name);
                    let _ = self.keeping.try_set(false);
                }
                Err(error) => self.fail(file_error_text(&error)),
            }
        });
    }

    /// Makes a name the answer, and deletes the file of the answer before.
    pub(super) fn replace(self, name: &str) {
        let Some(before) = self.field.value.try_get_untracked() else {
            return;
        };
        self.field.answer(name);
        self.field.leave();
        if let Some(shelf) = self.shelf.filter(|_| !before.is_empty() && before != name) {
            spawn_local(async move {
                // What stays behind is deleted with the draft.
                let _ = shelf.files.remove(shelf.owner.response, &before).await;
            });
        }
    }

    /// That something is being kept, or why it was not.
    pub(super) fn status(self) -> AnyView {
        let t = ControlTexts::now();
        view! {
            <Show when=move || self.keeping.get()>
                <p class="hint" role="status" data-busy="">{t.keeping}</p>
            </Show>
            {move || self.failure.get().map(|text| {
                view! { <p class="notice" data-kind="error" role="alert">{text}</p> }
            })}
        }
        .into_any()
    }

    /// A button that takes the answer away, once the person has said so twice.
    pub(super) fn remover(self) -> AnyView {
        let t = ControlTexts::now();
        let sure = RwSignal::new(false);
        let remove = move |_| {
            if sure.get_untracked() {
                self.replace("");
                focus_first(&self.field.id());
            } else {
                sure.set(true);
            }
        };
        view! {
            <button type="button" class="button quiet danger" data-action="remove" on:click=remove>
                <Icon name="delete"/>
                {move || if sure.get() { t.remove_sure } else { t.remove }}
            </button>
        }
        .into_any()
    }

    /// A button that lets a file be chosen; `then` gets it.
    pub(super) fn chooser(
        self,
        look: (&'static str, &'static str),
        accept: &'static str,
        capture: Option<&'static str>,
        then: impl Fn(File) + Clone + Send + Sync + 'static,
    ) -> AnyView {
        let (icon, text) = look;
        let chosen = move |event: ev::Event| {
            if let Some(file) = files::chosen(&event) {
                self.begin();
                then(file);
            }
        };
        view! {
            <label class="button file-button">
                <Icon name=icon/>
                {text}
                <input
                    type="file"
                    class="visually-hidden"
                    accept=accept
                    capture=capture
                    aria-describedby=move || self.field.described_by()
                    on:change=chosen
                />
            </label>
        }
        .into_any()
    }
}
