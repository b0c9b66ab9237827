//! Codes that let a device into a closed site: one device each, and no guessing.

use std::thread;

use ledger::DeviceId;
use needs::Role;
use uuid::Uuid;

use crate::{closed::on_each_closed_site, server::error};

#[test]
fn of_twenty_that_come_with_one_code_at_once_one_gets_in() {
    on_each_closed_site(|closed| {
        let code = closed.code(Role::Assistant);
        let statuses: Vec<u16> = thread::scope(|scope| {
            let tries: Vec<_> = (0..20)
                .map(|_| {
                    let device = DeviceId(Uuid::new_v4());
                    let code = &code;
                    scope.spawn(move || closed.try_join(code, device).status().as_u16())
                })
                .collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let of = |status| statuses.iter().filter(|one| **one == status).count();
        assert_eq!(of(200), 1, "{statuses:?}");
        assert_eq!(of(403) + of(429), 19, "{statuses:?}");
        // The code is spent.
        let late = closed.try_join(&code, DeviceId(Uuid::new_v4()));
        assert!(matches!(late.status().as_u16(), 403 | 429));
    });
}

#[test]
fn a_device_whose_answer_was_lost_may_ask_again_until_its_token_was_used() {
    on_each_closed_site(|closed| {
        let code = closed.code(Role::Assistant);
        let device = DeviceId(Uuid::new_v4());
        assert_eq!(closed.try_join(&code, device).status(), 200);
        assert_eq!(closed.try_join(&code, device).status(), 200);
        assert_eq!(
            error(closed.try_join(&code, DeviceId(Uuid::new_v4()))),
            (403, "wrong-code".to_owned())
        );
    });
}

#[test]
fn whoever_guesses_codes_has_to_wait() {
    on_each_closed_site(|closed| {
        let guess = |_| {
            let answer = closed.try_join("0000-0000-0000-0000", DeviceId(Uuid::new_v4()));
            error(answer)
        };
        let answers: Vec<_> = (0..12).map(guess).collect();
        assert_eq!(answers[0], (403, "wrong-code".to_owned()));
        assert_eq!(answers[11], (429, "too-many-tries".to_owned()));
    });
}
