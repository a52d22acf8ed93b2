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
