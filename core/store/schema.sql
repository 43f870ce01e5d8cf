-- What an empty SQLite database gets, printed from the migrations: python3 dev bot generate

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE program (
	id CHAR(32) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_program PRIMARY KEY (id), 
	CONSTRAINT uq_program_name UNIQUE (name)
);

CREATE TABLE person (
	id CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	zone VARCHAR(80), 
	locale VARCHAR(40), 
	unreachable TEXT, left_at BIGINT, reminders VARCHAR(80), 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_program_program FOREIGN KEY(program) REFERENCES program (id)
);

CREATE TABLE address (
	program CHAR(32) NOT NULL, 
	platform VARCHAR(40) NOT NULL, 
	space VARCHAR(80) NOT NULL, 
	user_id VARCHAR(80) NOT NULL, 
	person CHAR(32) NOT NULL, 
	CONSTRAINT pk_address PRIMARY KEY (program, platform, space, user_id), 
	CONSTRAINT fk_address_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT uq_address_person UNIQUE (person)
);

CREATE TABLE mentor (
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	headline TEXT NOT NULL, 
	skills TEXT NOT NULL, 
	link VARCHAR(600), 
	zone VARCHAR(64), 
	hours TEXT NOT NULL, 
	exceptions TEXT NOT NULL, 
	buffer INTEGER NOT NULL, 
	notice INTEGER NOT NULL, 
	horizon INTEGER NOT NULL, 
	weekly_cap INTEGER, 
	paused BOOLEAN NOT NULL, 
	paused_until BIGINT, 
	since BIGINT NOT NULL, 
	sort_name VARCHAR(200) NOT NULL, 
	search TEXT NOT NULL, languages TEXT DEFAULT '' NOT NULL, change_notice INTEGER, offered BOOLEAN DEFAULT 1 NOT NULL, 
	CONSTRAINT pk_mentor PRIMARY KEY (person), 
	CONSTRAINT fk_mentor_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_mentor_listed ON mentor (program, sort_name, person) WHERE paused = 0;

CREATE TABLE offering (
	id CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	mentor CHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	minutes INTEGER NOT NULL, 
	description TEXT NOT NULL, 
	buffer INTEGER, 
	notice INTEGER, 
	removed BOOLEAN NOT NULL, 
	CONSTRAINT pk_offering PRIMARY KEY (id), 
	CONSTRAINT fk_offering_mentor_person FOREIGN KEY(mentor) REFERENCES person (id)
);

CREATE INDEX ix_offering_mentor ON offering (mentor);

CREATE TABLE booking (
	id CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	ref VARCHAR(24) NOT NULL, 
	student CHAR(32) NOT NULL, 
	mentor CHAR(32) NOT NULL, 
	offering CHAR(32), 
	topic TEXT NOT NULL, 
	message TEXT NOT NULL, 
	starts_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	minutes INTEGER NOT NULL, 
	status VARCHAR(24) NOT NULL, 
	version INTEGER NOT NULL, 
	reply TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	link VARCHAR(600), 
	proposal JSON, 
	answer_by BIGINT NOT NULL, 
	created_at BIGINT NOT NULL, 
	decided_at BIGINT, 
	accepted_at BIGINT, 
	closed_by VARCHAR(24), 
	sort_at BIGINT NOT NULL, 
	lapses_at BIGINT NOT NULL, 
	proposal_until BIGINT, "left" BOOLEAN DEFAULT 0 NOT NULL, search JSON, link_state VARCHAR(24) DEFAULT 'given' NOT NULL, held_until BIGINT, series CHAR(32), told_with CHAR(32), change_notice INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_booking PRIMARY KEY (id), 
	CONSTRAINT ck_booking_status CHECK (status IN ('pending', 'accepted', 'rejected', 'cancelled', 'expired', 'completed', 'no_show')), 
	CONSTRAINT ck_booking_closed_by CHECK (closed_by IN ('student', 'mentor', 'admin', 'system')), 
	CONSTRAINT fk_booking_student_person FOREIGN KEY(student) REFERENCES person (id), 
	CONSTRAINT fk_booking_mentor_person FOREIGN KEY(mentor) REFERENCES person (id), 
	CONSTRAINT fk_booking_offering_offering FOREIGN KEY(offering) REFERENCES offering (id), 
	CONSTRAINT uq_booking_program_ref UNIQUE (program, ref)
);

CREATE INDEX ix_booking_student_pending ON booking (program, student, sort_at, id) WHERE status = 'pending';

CREATE INDEX ix_booking_student_accepted ON booking (program, student, starts_at, id) WHERE status = 'accepted';

CREATE INDEX ix_booking_student_past ON booking (program, student, sort_at, id) WHERE status != 'pending';

CREATE INDEX ix_booking_mentor_pending ON booking (program, mentor, sort_at, id) WHERE status = 'pending';

CREATE INDEX ix_booking_mentor_accepted ON booking (program, mentor, starts_at, id) WHERE status = 'accepted';

CREATE INDEX ix_booking_mentor_past ON booking (program, mentor, sort_at, id) WHERE status != 'pending';

CREATE INDEX ix_booking_asked ON booking (program, student, created_at);

CREATE INDEX ix_booking_lapses ON booking (program, lapses_at) WHERE status = 'pending';

CREATE INDEX ix_booking_finished ON booking (program, ends_at) WHERE status = 'accepted';

CREATE INDEX ix_booking_proposal ON booking (program, proposal_until) WHERE proposal_until IS NOT NULL;

CREATE TABLE busy (
	booking CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	starts_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	CONSTRAINT pk_busy PRIMARY KEY (booking, person), 
	CONSTRAINT ck_busy_forwards CHECK (starts_at < ends_at), 
	CONSTRAINT fk_busy_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_busy_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_busy_person ON busy (person, starts_at, ends_at);

CREATE TABLE history (
	booking CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	act VARCHAR(24) NOT NULL, 
	role VARCHAR(24) NOT NULL, 
	who CHAR(32), 
	at BIGINT NOT NULL, 
	snapshot JSON NOT NULL, 
	CONSTRAINT pk_history PRIMARY KEY (booking, version), 
	CONSTRAINT ck_history_role CHECK (role IN ('student', 'mentor', 'admin', 'system')), 
	CONSTRAINT fk_history_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_history_who_person FOREIGN KEY(who) REFERENCES person (id)
);

CREATE TABLE inbox (
	program CHAR(32) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	booking CHAR(32) NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (program, "key")
);

CREATE TABLE placement (
	program CHAR(32) NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	message VARCHAR(80) NOT NULL, 
	booking CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	platform VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_placement PRIMARY KEY (program, channel, message), 
	CONSTRAINT fk_placement_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_placement_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_placement_booking ON placement (booking, person);

CREATE TABLE draft (
	program CHAR(32) NOT NULL, 
	id CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	route VARCHAR(80) NOT NULL, 
	args JSON NOT NULL, 
	typed JSON NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (program, id), 
	CONSTRAINT fk_draft_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE fact (
	program CHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_fact PRIMARY KEY (program, name)
);

CREATE TABLE room (
	booking CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	url TEXT NOT NULL, 
	CONSTRAINT pk_room PRIMARY KEY (booking), 
	CONSTRAINT fk_room_booking_booking FOREIGN KEY(booking) REFERENCES booking (id)
);

CREATE TABLE feedback (
	booking CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	score VARCHAR(24), 
	words TEXT NOT NULL, 
	at BIGINT NOT NULL, for_organisers BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (booking, person), 
	CONSTRAINT ck_feedback_score CHECK (score IN ('good', 'bad')), 
	CONSTRAINT fk_feedback_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_feedback_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TRIGGER busy_INSERT BEFORE INSERT ON busy
WHEN EXISTS (
    SELECT 1 FROM busy AS held
    WHERE held.person = NEW.person AND held.starts_at < NEW.ends_at AND held.ends_at > NEW.starts_at
    AND NOT (held.booking = NEW.booking AND held.person = NEW.person)
)
BEGIN SELECT RAISE(ABORT, 'overlapping time'); END;

CREATE TRIGGER busy_UPDATE BEFORE UPDATE ON busy
WHEN EXISTS (
    SELECT 1 FROM busy AS held
    WHERE held.person = NEW.person AND held.starts_at < NEW.ends_at AND held.ends_at > NEW.starts_at
    AND NOT (held.booking = OLD.booking AND held.person = OLD.person)
)
BEGIN SELECT RAISE(ABORT, 'overlapping time'); END;

CREATE TABLE pause (
	program CHAR(32) NOT NULL, 
	platform VARCHAR(40) NOT NULL, 
	bucket VARCHAR(200) NOT NULL, 
	until BIGINT NOT NULL, 
	CONSTRAINT pk_pause PRIMARY KEY (program, platform, bucket)
);

CREATE TABLE lease (
	program CHAR(32) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	holder CHAR(32) NOT NULL, 
	until BIGINT NOT NULL, 
	CONSTRAINT pk_lease PRIMARY KEY (program, name)
);

CREATE INDEX ix_person_unreachable ON person (program, id) WHERE unreachable IS NOT NULL;

CREATE INDEX ix_person_left ON person (program, id) WHERE left_at IS NOT NULL;

CREATE INDEX ix_history_at ON history (program, at, booking);

CREATE TABLE feed (
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	secret VARCHAR(64) NOT NULL, 
	made_at BIGINT NOT NULL, 
	CONSTRAINT pk_feed PRIMARY KEY (person), 
	CONSTRAINT fk_feed_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT uq_feed_secret UNIQUE (secret)
);

CREATE TABLE busy_calendar (
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	address TEXT NOT NULL, 
	due_at BIGINT NOT NULL, 
	read_at BIGINT, 
	whole_at BIGINT, 
	etag TEXT, 
	modified TEXT, 
	trouble VARCHAR(24), 
	trouble_since BIGINT, 
	failures INTEGER NOT NULL, 
	dropped BOOLEAN NOT NULL, 
	CONSTRAINT pk_busy_calendar PRIMARY KEY (person), 
	CONSTRAINT fk_busy_calendar_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE INDEX ix_busy_calendar_due ON busy_calendar (program, due_at);

CREATE TABLE engagement (
	person CHAR(32) NOT NULL, 
	starts_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	program CHAR(32) NOT NULL, 
	CONSTRAINT pk_engagement PRIMARY KEY (person, starts_at), 
	CONSTRAINT ck_engagement_forwards CHECK (starts_at < ends_at), 
	CONSTRAINT fk_engagement_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE "outbox" (
	id INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	booking CHAR(32), 
	version INTEGER NOT NULL, 
	kind VARCHAR(24) NOT NULL, 
	recipient CHAR(32) NOT NULL, 
	start BIGINT, 
	due_at BIGINT NOT NULL, 
	tries INTEGER NOT NULL, 
	state VARCHAR(24) NOT NULL, 
	first_try_at BIGINT, 
	done_at BIGINT, 
	outcome VARCHAR(24), 
	folded_into VARCHAR(200), failures INTEGER DEFAULT 0 NOT NULL, platform VARCHAR(40) DEFAULT '' NOT NULL, behind BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_state CHECK (state IN ('ready', 'unknown', 'done')), 
	CONSTRAINT ck_outbox_outcome CHECK (outcome IN ('sent', 'dropped', 'dead', 'folded')), 
	CONSTRAINT fk_outbox_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_outbox_recipient_person FOREIGN KEY(recipient) REFERENCES person (id), 
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);

CREATE INDEX ix_outbox_due ON outbox (program, due_at, id) WHERE state != 'done';

CREATE INDEX ix_outbox_recipient ON outbox (recipient, id) WHERE state != 'done';

CREATE INDEX ix_outbox_dead ON outbox (program, recipient) WHERE outcome = 'dead';

CREATE INDEX ix_outbox_folded ON outbox (folded_into, id) WHERE folded_into IS NOT NULL;

CREATE INDEX ix_mentor_resting ON mentor (program, sort_name, person) WHERE paused_until IS NOT NULL;

CREATE INDEX ix_busy_when ON busy (starts_at, program);

CREATE TABLE meeting (
	booking CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	state VARCHAR(24) NOT NULL, 
	provider VARCHAR(24) NOT NULL, 
	handle VARCHAR(200) NOT NULL, 
	starts_at BIGINT, 
	minutes INTEGER, 
	wished_at BIGINT NOT NULL, 
	due_at BIGINT, 
	held_until BIGINT, 
	asked INTEGER NOT NULL, 
	tries INTEGER NOT NULL, 
	in_doubt BOOLEAN NOT NULL, 
	CONSTRAINT pk_meeting PRIMARY KEY (booking, number), 
	CONSTRAINT fk_meeting_booking_booking FOREIGN KEY(booking) REFERENCES booking (id)
);

CREATE INDEX ix_meeting_due ON meeting (program, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE chat (
	booking CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	student CHAR(32) NOT NULL, 
	mentor CHAR(32) NOT NULL, 
	opened_at BIGINT NOT NULL, 
	closed_at BIGINT, 
	closed_by VARCHAR(24), 
	last INTEGER NOT NULL, 
	student_muted BOOLEAN NOT NULL, 
	mentor_muted BOOLEAN NOT NULL, 
	student_channel VARCHAR(80), 
	student_message VARCHAR(80), 
	mentor_channel VARCHAR(80), 
	mentor_message VARCHAR(80), 
	CONSTRAINT pk_chat PRIMARY KEY (booking), 
	CONSTRAINT fk_chat_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_chat_student_person FOREIGN KEY(student) REFERENCES person (id), 
	CONSTRAINT fk_chat_mentor_person FOREIGN KEY(mentor) REFERENCES person (id)
);

CREATE INDEX ix_chat_student ON chat (student) WHERE closed_at IS NULL;

CREATE INDEX ix_chat_mentor ON chat (mentor) WHERE closed_at IS NULL;

CREATE TABLE letter (
	booking CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	sort VARCHAR(24) NOT NULL, 
	author CHAR(32), 
	recipient CHAR(32) NOT NULL, 
	about INTEGER, 
	channel VARCHAR(80), 
	message VARCHAR(80), 
	stamp VARCHAR(40) NOT NULL, 
	said_at BIGINT NOT NULL, 
	words TEXT NOT NULL, 
	excerpt TEXT NOT NULL, 
	more JSON NOT NULL, 
	stands_in VARCHAR(80), 
	stands_as VARCHAR(80), 
	done BOOLEAN NOT NULL, 
	CONSTRAINT pk_letter PRIMARY KEY (booking, number), 
	CONSTRAINT uq_letter_program_channel_message UNIQUE (program, channel, message), 
	CONSTRAINT fk_letter_booking_chat FOREIGN KEY(booking) REFERENCES chat (booking), 
	CONSTRAINT fk_letter_author_person FOREIGN KEY(author) REFERENCES person (id), 
	CONSTRAINT fk_letter_recipient_person FOREIGN KEY(recipient) REFERENCES person (id)
);

CREATE INDEX ix_letter_stands ON letter (program, stands_in, stands_as);

CREATE TABLE waiting (
	mentor CHAR(32) NOT NULL, 
	student CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	topic TEXT NOT NULL, 
	message TEXT NOT NULL, 
	since BIGINT NOT NULL, 
	CONSTRAINT pk_waiting PRIMARY KEY (mentor, student), 
	CONSTRAINT fk_waiting_mentor_person FOREIGN KEY(mentor) REFERENCES person (id), 
	CONSTRAINT fk_waiting_student_person FOREIGN KEY(student) REFERENCES person (id)
);

CREATE INDEX ix_waiting_student ON waiting (student, since);

CREATE INDEX ix_booking_series ON booking (series, starts_at) WHERE series IS NOT NULL;

CREATE TABLE note (
	booking CHAR(32) NOT NULL, 
	writer CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	shared BOOLEAN NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_note PRIMARY KEY (booking, writer), 
	CONSTRAINT fk_note_booking_booking FOREIGN KEY(booking) REFERENCES booking (id), 
	CONSTRAINT fk_note_writer_person FOREIGN KEY(writer) REFERENCES person (id)
);

CREATE INDEX ix_outbox_due_on ON outbox (program, platform, due_at, id) WHERE state != 'done' AND behind = 0;

CREATE INDEX ix_outbox_behind ON outbox (recipient, id) WHERE state != 'done' AND behind = 1;

CREATE TABLE program_rules (
	program CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	rules JSON NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_program_rules PRIMARY KEY (program), 
	CONSTRAINT fk_program_rules_program_program FOREIGN KEY(program) REFERENCES program (id)
);

CREATE TABLE organiser (
	program CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	added_by CHAR(32), 
	since BIGINT NOT NULL, 
	CONSTRAINT pk_organiser PRIMARY KEY (program, person), 
	CONSTRAINT fk_organiser_program_program FOREIGN KEY(program) REFERENCES program (id), 
	CONSTRAINT fk_organiser_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_organiser_added_by_person FOREIGN KEY(added_by) REFERENCES person (id)
);

CREATE TABLE admin_act (
	id INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	at BIGINT NOT NULL, 
	who CHAR(32), 
	act VARCHAR(40) NOT NULL, 
	about CHAR(32), 
	facts JSON NOT NULL, 
	CONSTRAINT pk_admin_act PRIMARY KEY (id), 
	CONSTRAINT fk_admin_act_who_person FOREIGN KEY(who) REFERENCES person (id), 
	CONSTRAINT fk_admin_act_about_person FOREIGN KEY(about) REFERENCES person (id)
);

CREATE INDEX ix_admin_act ON admin_act (program, id);

CREATE INDEX ix_feedback_for_organisers ON feedback (program, at) WHERE for_organisers;

CREATE INDEX ix_booking_starts ON booking (program, starts_at) WHERE status != 'pending';

CREATE TABLE standing (
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	blocked BOOLEAN NOT NULL, 
	stopped BOOLEAN NOT NULL, 
	removed BOOLEAN NOT NULL, 
	paused BOOLEAN NOT NULL, 
	paused_until BIGINT, 
	approval VARCHAR(24) NOT NULL, 
	asked_at BIGINT, 
	answered_by CHAR(32), 
	step VARCHAR(24), 
	"by" CHAR(32), 
	word TEXT NOT NULL, 
	at BIGINT, 
	CONSTRAINT pk_standing PRIMARY KEY (person), 
	CONSTRAINT fk_standing_person_person FOREIGN KEY(person) REFERENCES person (id), 
	CONSTRAINT fk_standing_answered_by_person FOREIGN KEY(answered_by) REFERENCES person (id), 
	CONSTRAINT fk_standing_by_person FOREIGN KEY("by") REFERENCES person (id)
);

CREATE INDEX ix_standing_asked ON standing (program, asked_at);

CREATE TABLE approval_card (
	program CHAR(32) NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	message VARCHAR(80) NOT NULL, 
	about CHAR(32) NOT NULL, 
	reader CHAR(32) NOT NULL, 
	CONSTRAINT pk_approval_card PRIMARY KEY (program, channel, message), 
	CONSTRAINT fk_approval_card_about_person FOREIGN KEY(about) REFERENCES person (id), 
	CONSTRAINT fk_approval_card_reader_person FOREIGN KEY(reader) REFERENCES person (id)
);

CREATE INDEX ix_approval_card ON approval_card (about, reader);

CREATE TABLE account_link (
	joined CHAR(32) NOT NULL, 
	kept CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	since BIGINT NOT NULL, 
	swapped BOOLEAN NOT NULL, 
	gone VARCHAR(40), 
	CONSTRAINT pk_account_link PRIMARY KEY (joined), 
	CONSTRAINT fk_account_link_joined_person FOREIGN KEY(joined) REFERENCES person (id), 
	CONSTRAINT uq_account_link_kept UNIQUE (kept), 
	CONSTRAINT fk_account_link_kept_person FOREIGN KEY(kept) REFERENCES person (id)
);

CREATE TABLE belonging (
	account CHAR(32) NOT NULL, 
	side VARCHAR(8) NOT NULL, 
	thing CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	CONSTRAINT pk_belonging PRIMARY KEY (account, side, thing), 
	CONSTRAINT fk_belonging_account_person FOREIGN KEY(account) REFERENCES person (id)
);

CREATE TABLE link_request (
	id CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	issuer CHAR(32) NOT NULL, 
	issued_on VARCHAR(40) NOT NULL, 
	platform VARCHAR(40) NOT NULL, 
	salt BLOB NOT NULL, 
	digest BLOB NOT NULL, 
	until BIGINT NOT NULL, 
	taker CHAR(32), 
	taken_at BIGINT, 
	CONSTRAINT pk_link_request PRIMARY KEY (id), 
	CONSTRAINT uq_link_request_issuer UNIQUE (issuer), 
	CONSTRAINT fk_link_request_issuer_person FOREIGN KEY(issuer) REFERENCES person (id), 
	CONSTRAINT fk_link_request_taker_person FOREIGN KEY(taker) REFERENCES person (id)
);

CREATE INDEX ix_link_request_live ON link_request (program, platform, until);

CREATE TABLE link_try (
	person CHAR(32) NOT NULL, 
	program CHAR(32) NOT NULL, 
	wrong INTEGER NOT NULL, 
	since BIGINT NOT NULL, 
	CONSTRAINT pk_link_try PRIMARY KEY (person), 
	CONSTRAINT fk_link_try_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE tombstone (
	program CHAR(32) NOT NULL, 
	salt VARCHAR(32) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	at BIGINT NOT NULL, 
	blocked BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_tombstone PRIMARY KEY (program, salt, digest)
);

CREATE TABLE administrator (
	program CHAR(32) NOT NULL, 
	person CHAR(32) NOT NULL, 
	since BIGINT NOT NULL, 
	CONSTRAINT pk_administrator PRIMARY KEY (program, person), 
	CONSTRAINT fk_administrator_program_program FOREIGN KEY(program) REFERENCES program (id), 
	CONSTRAINT fk_administrator_person_person FOREIGN KEY(person) REFERENCES person (id)
);

CREATE TABLE ended_place (
	program CHAR(32) NOT NULL, 
	student CHAR(32) NOT NULL, 
	at BIGINT NOT NULL, 
	mentor CHAR(32) NOT NULL, 
	CONSTRAINT pk_ended_place PRIMARY KEY (program, student, at), 
	CONSTRAINT fk_ended_place_student_person FOREIGN KEY(student) REFERENCES person (id), 
	CONSTRAINT fk_ended_place_mentor_person FOREIGN KEY(mentor) REFERENCES person (id)
);

CREATE TABLE old_card (
	id INTEGER NOT NULL, 
	program CHAR(32) NOT NULL, 
	platform VARCHAR(40) NOT NULL, 
	space VARCHAR(80) NOT NULL, 
	user_id VARCHAR(80) NOT NULL, 
	channel VARCHAR(80) NOT NULL, 
	message VARCHAR(80) NOT NULL, 
	since BIGINT NOT NULL, 
	due_at BIGINT NOT NULL, 
	CONSTRAINT pk_old_card PRIMARY KEY (id)
);

CREATE INDEX ix_old_card ON old_card (program, due_at);

CREATE INDEX ix_outbox_started ON outbox (recipient, due_at) WHERE state != 'done' AND first_try_at IS NOT NULL;

CREATE INDEX ix_standing_wanted ON standing (program, asked_at) WHERE approval = 'wanted';
