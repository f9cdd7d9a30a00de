// packages: mime-db
export { default } from 'mime-db/db.json'
