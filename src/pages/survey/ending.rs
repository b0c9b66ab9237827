//! How a survey ends: as a response, or thrown away.

use std::collections::BTreeMap;

use form::Submission;
use ledger::Change;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use needs::{Lang, Response};

use super::{consent, log, visit::Visit};
use crate::{desk::WriteError, draft::Draft, locales::language, screen::AuditLog, whereabouts};

fn response(draft: &Draft, lang: Lang, answers: BTreeMap<String, String>, refused: bool) -> Change {
    let change = Response::change(
        draft.id,
        draft.form,
        draft.unit,
        draft.campaign,
        (lang.tag(), Some(&draft.started)),
        answers,
    );
    let change = Response::by(change, draft.resident);
    if refused {
        Response::refusing(change)
    } else {
        change
    }
}

impl Visit {
    /// What turns the draft into a response. Made while the screen is built, because only then the
    /// router can be asked.
    pub fn finisher(self) -> impl Fn(Submission) + Clone + 'static {
        let (navigate, lang) = (use_navigate(), language());
        move |submission: Submission| {
            let (Some(draft), Some(saver)) = (self.draft.try_get_value(), self.saver()) else {
                return;
            };
            let csv = self.log.map(AuditLog::csv);
            self.busy.set(true);
            self.failure.set(None);
            let (navigate, desk) = (navigate.clone(), self.desk);
            spawn_local(async move {
                saver.close().await;
                let mut answers = submission.answers;
                if let Some(csv) = csv {
                    log::finish(desk, &draft, &csv, &mut answers).await;
                }
                let (decisions, refused) = consent::answered(desk, &draft, &answers);
                let change = response(&draft, lang, answers, refused);
                match desk.finish_draft(draft.id, change, decisions).await {
                    Ok(at) => {
                        if let Some(at) = at {
                            whereabouts::note(desk, at);
                        }
                        saver.forget(draft.id);
                        let options = NavigateOptions {
                            replace: true,
                            ..Default::default()
                        };
                        navigate(&format!("/done/{}", draft.id), options);
                    }
                    Err(error) => {
                        saver.reopen();
                        let _ = self.busy.try_set(false);
                        let _ = self.failure.try_set(Some(error));
                    }
                }
            });
        }
    }

    /// What throws the draft away and goes back to the door.
    pub fn discarder(self) -> impl Fn() + Clone + 'static {
        let navigate = use_navigate();
        move || {
            let (Some(draft), Some(saver)) = (self.draft.try_get_value(), self.saver()) else {
                return;
            };
            let (navigate, desk) = (navigate.clone(), self.desk);
            spawn_local(async move {
                saver.close().await;
                match desk.discard_draft(draft.id).await {
                    Ok(()) => {
                        saver.forget(draft.id);
                        let options = NavigateOptions {
                            replace: true,
                            ..Default::default()
                        };
                        navigate(&format!("/unit/{}", draft.unit), options);
                    }
                    Err(error) => {
                        saver.reopen();
                        let _ = self.failure.try_set(Some(WriteError::Store(error)));
                    }
                }
            });
        }
    }
}
