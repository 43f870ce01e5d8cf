"""What Slack can do, where platforms differ."""

from __future__ import annotations

from core.ports.capabilities import Capabilities

CAPABILITIES = Capabilities(
    shows_field_errors=True,
    forms_search=True,
    picks_times=True,
    tells_zone=True,
    has_home=True,
    has_threads=True,
    form_fields=100,
    menu_options=100,
)
"""Sources, all on docs.slack.dev.

``response_action: errors`` shows errors below the fields of a modal that stays open (Modals), an
``external_select`` searches and ``dispatch_action`` reports a change (Block Kit, external select and input), a
``datetimepicker`` picks an instant (Block Kit). ``users.info`` tells an IANA zone, ``views.publish`` fills the Home
tab. A modal holds 100 blocks (Views), and a static select 100 options (Block Kit).
"""
