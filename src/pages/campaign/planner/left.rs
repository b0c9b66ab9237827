//! A plan is kept with every change, so that it is still there after a reload or a flat battery.

use std::{cell::RefCell, rc::Rc};

use leptos::{prelude::*, task::spawn_local};

use super::Planner;
use crate::{
    components::{
        notice::{Kind, notice},
        store_error::store_error_text,
    },
    desk::{LeftPlan, PlanOf},
    locales::PlanTexts,
};

/// What is on its way to the disk. It outlives the screen, so that the last change is kept too.
#[derive(Clone, Default)]
pub struct Keeping(Rc<RefCell<Waiting>>);

#[derive(Default)]
struct Waiting {
    /// One save is on its way.
    busy: bool,
    /// What is to be saved next.
    next: Option<LeftPlan>,
    /// It was written down or thrown away: nothing is kept any more.
    over: bool,
}

impl Keeping {
    /// Has this saved next; whether nothing is on its way that would do it.
    fn begin(&self, plan: LeftPlan) -> bool {
        let mut waiting = self.0.borrow_mut();
        if waiting.over {
            return false;
        }
        waiting.next = Some(plan);
        !std::mem::replace(&mut waiting.busy, true)
    }

    fn next(&self) -> Option<LeftPlan> {
        let mut waiting = self.0.borrow_mut();
        let next = waiting.next.take();
        waiting.busy = next.is_some();
        next
    }

    fn end(&self) {
        let mut waiting = self.0.borrow_mut();
        waiting.over = true;
        waiting.next = None;
    }
}

impl Planner {
    fn left(self) -> LeftPlan {
        LeftPlan {
            base: self.base.get_value(),
            plan: self.plan.with(needs::Plan::noted),
            people: self.people.get(),
            response: self.response.get(),
            step: self.step.get().number(),
        }
    }

    /// Keeps the plan whenever it changes. While one save is on its way the newest state waits.
    pub fn keep_what_changes(self) {
        Effect::new(move |before: Option<LeftPlan>| {
            let now = self.left();
            if before.is_some_and(|before| before != now) {
                self.keep_soon(now.clone());
            }
            now
        });
    }

    fn keep_soon(self, plan: LeftPlan) {
        let Some(keeping) = self.keeping.try_get_value() else {
            return;
        };
        if !keeping.begin(plan) {
            return;
        }
        let (desk, of, error) = (self.desk, self.of, self.error);
        spawn_local(async move {
            while let Some(plan) = keeping.next() {
                if let Err(why) = desk.keep_plan(of, &plan).await {
                    let _ = error.try_set(Some(store_error_text(&why)));
                }
            }
        });
    }

    /// Drops what was kept: it is written down, or nobody wants it any more. A save that is still
    /// on its way was asked for before, so that it is on the disk before this.
    pub async fn forget(self) {
        if let Some(keeping) = self.keeping.try_get_value() {
            keeping.end();
        }
        // Where that fails, the plan is offered once more, which harms nothing.
        let _ = self.desk.drop_plan(self.of).await;
    }
}

/// Says that the plan was begun earlier, with a button to begin anew.
pub fn notice_of(planner: Planner, anew: Callback<PlanOf>) -> AnyView {
    let t = PlanTexts::now();
    let begin = move |_| {
        spawn_local(async move {
            planner.forget().await;
            anew.run(planner.of);
        });
    };
    let button = view! {
        <button class="button" data-anew on:click=begin>{t.anew}</button>
    };
    notice(Kind::Info, t.resumed, Some(button.into_any())).into_any()
}
