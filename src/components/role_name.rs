//! What a role is called.

use needs::Role;

use crate::locales::ShellTexts;

/// The role's name in the language of the screen.
pub fn role_name(role: Role) -> &'static str {
    let t = ShellTexts::now();
    match role {
        Role::Assistant => t.role_assistant,
        Role::Supervisor => t.role_supervisor,
        Role::Manager => t.role_manager,
        Role::Executive => t.role_executive,
        Role::Auditor => t.role_auditor,
    }
}
