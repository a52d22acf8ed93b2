-- Announcements wait here, written with the fact they tell of, until they are taken; who wants to hear of what decides whether they are
-- written at all. Moments are epoch milliseconds.
create table event_subscriptions (
    subscriber  varchar(64)   not null,
    type        varchar(64)   not null,
    primary key (type, subscriber)
);

create table announcements (
    id          varchar(64)   not null primary key,
    type        varchar(64)   not null,
    owner       varchar(1024) not null,
    subject     varchar(255)  not null,
    data        text          not null,
    created_at  bigint        not null
);

create index announcements_age on announcements (created_at);

-- Where announcements are brought to. A secret is sealed when the server has a key for that.
create table webhooks (
    id               varchar(64)   not null primary key,
    url              varchar(2048) not null,
    description      varchar(200),
    events           varchar(1024) not null,
    secret           varchar(512)  not null,
    previous_secret  varchar(512),
    previous_until   bigint        not null,
    disabled_because varchar(64),
    created_at       bigint        not null
);

-- What is or was sent, one row for each webhook that wanted an announcement; next_at is 0 when it is over.
create table webhook_deliveries (
    id           varchar(64)   not null primary key,
    webhook_id   varchar(64)   not null,
    type         varchar(64)   not null,
    body         text          not null,
    state        varchar(16)   not null,
    attempts     bigint        not null,
    status       bigint        not null,
    error        varchar(64),
    attempted_at bigint        not null,
    next_at      bigint        not null,
    created_at   bigint        not null
);

create index webhook_deliveries_of on webhook_deliveries (webhook_id, created_at);
create index webhook_deliveries_age on webhook_deliveries (created_at);

-- What sources have sent, and what became of it; next_at is 0 when it is over. The run of an attempt is written before it starts.
create table webhook_intake (
    id          varchar(64)   not null primary key,
    source      varchar(64)   not null,
    delivery_id varchar(128),
    request_id  varchar(255)  not null,
    traceparent varchar(512),
    body        text          not null,
    state       varchar(16)   not null,
    attempts    bigint        not null,
    run_id      varchar(64),
    error       varchar(64),
    answer      text,
    next_at     bigint        not null,
    created_at  bigint        not null
);

create index webhook_intake_of on webhook_intake (source, created_at);
create index webhook_intake_age on webhook_intake (created_at);

-- By which names a delivery of a source is known when it comes again.
create table webhook_intake_names (
    source      varchar(64)   not null,
    name        varchar(80)   not null,
    intake_id   varchar(64)   not null,
    created_at  bigint        not null,
    primary key (source, name)
);

create index webhook_intake_names_age on webhook_intake_names (created_at);

-- The day, the month and the limit in all for which it was announced that the budget is reached.
alter table budgets add column day_reached bigint default -1 not null;
alter table budgets add column month_reached bigint default -1 not null;
alter table budgets add column total_reached bigint default -1 not null;
