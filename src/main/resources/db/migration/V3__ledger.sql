-- What owners (key:<id>, team:<name>) have spent and reserved, in micro-dollars. Days and months are those of the last change, counted
-- from 1970 in UTC; what belongs to an earlier one is nothing today.
create table budgets (
    owner        varchar(300) not null primary key,
    day_number   bigint       not null,
    day_spent    bigint       not null,
    month_number bigint       not null,
    month_spent  bigint       not null,
    total_spent  bigint       not null,
    reserved     bigint       not null
);

-- Calls under way, each with all that is needed to settle it should its process die.
create table open_calls (
    id           varchar(64)   not null primary key,
    instance     varchar(64)   not null,
    request_id   varchar(255)  not null,
    key_id       varchar(255)  not null,
    key_name     varchar(1024) not null,
    team         varchar(255),
    operation    varchar(64)   not null,
    model        varchar(1024) not null,
    input_tokens bigint        not null,
    key_reserved bigint        not null,
    team_reserved bigint       not null,
    created_at   bigint        not null
);

create index open_calls_instance on open_calls (instance);

-- One row for each call that was made. Never changed.
create table ledger (
    id               varchar(64)   not null primary key,
    request_id       varchar(255)  not null,
    key_id           varchar(255)  not null,
    key_name         varchar(1024) not null,
    team             varchar(255),
    operation        varchar(64)   not null,
    provider         varchar(255)  not null,
    model            varchar(1024) not null,
    input_tokens     bigint        not null,
    output_tokens    bigint        not null,
    cached_tokens    bigint        not null,
    reasoning_tokens bigint        not null,
    cost             bigint,
    status           varchar(16)   not null,
    estimated        boolean       not null,
    ttft_ms          bigint,
    duration_ms      bigint        not null,
    created_at       bigint        not null,
    spent_on         varchar(10)   not null
);

create index ledger_created on ledger (created_at);
