/** A person of Contoso: given name, surname, job title, and the given name and surname of the manager. */
export type Person = readonly [givenName: string, surname: string, jobTitle: string, manager?: string];

/** Members by department. Executives have an assistant each; assistants report to them. */
export const contosoPeople: Record<string, readonly Person[]> = {
  Executives: [
    ["Megan", "Bowen", "Chief Executive Officer"],
    ["Patti", "Fernandez", "Chief Financial Officer", "Megan Bowen"],
    ["Isaiah", "Langer", "Chief Revenue Officer", "Megan Bowen"],
    ["Nestor", "Wilke", "Chief Technology Officer", "Megan Bowen"],
    ["Adele", "Vance", "Executive Assistant", "Megan Bowen"],
    ["Lynne", "Robbins", "Executive Assistant", "Patti Fernandez"],
    ["Diego", "Siciliani", "Executive Assistant", "Isaiah Langer"],
  ],
  Sales: [
    ["Henrietta", "Mueller", "Head of Sales", "Isaiah Langer"],
    ["Lee", "Gu", "Account Executive", "Henrietta Mueller"],
    ["Pradeep", "Gupta", "Account Executive", "Henrietta Mueller"],
    ["Grady", "Archie", "Account Executive", "Henrietta Mueller"],
    ["Miriam", "Graham", "Account Executive", "Henrietta Mueller"],
    ["Omar", "Bennett", "Account Executive", "Henrietta Mueller"],
    ["Ruth", "Lindqvist", "Sales Engineer", "Henrietta Mueller"],
    ["Tomas", "Novak", "Sales Engineer", "Henrietta Mueller"],
    ["Emily", "Braun", "Sales Operations Analyst", "Henrietta Mueller"],
  ],
  "Customer Success": [
    ["Johanna", "Lorenz", "Head of Customer Success", "Isaiah Langer"],
    ["Christie", "Cline", "Customer Success Manager", "Johanna Lorenz"],
    ["Ben", "Walters", "Customer Success Manager", "Johanna Lorenz"],
    ["Cecil", "Folk", "Customer Success Manager", "Johanna Lorenz"],
    ["Yuki", "Tanaka", "Customer Success Manager", "Johanna Lorenz"],
    ["Amara", "Okafor", "Support Engineer", "Johanna Lorenz"],
    ["Lucas", "Moreau", "Support Engineer", "Johanna Lorenz"],
  ],
  Finance: [
    ["Debra", "Berger", "Head of Accounting", "Patti Fernandez"],
    ["Brian", "Johnson", "Accountant", "Debra Berger"],
    ["Sofia", "Rossi", "Accountant", "Debra Berger"],
    ["Noah", "Dekker", "Controller", "Debra Berger"],
    ["Ines", "Carvalho", "Payroll Specialist", "Debra Berger"],
  ],
  IT: [
    ["Alex", "Wilber", "Head of IT", "Nestor Wilke"],
    ["Joni", "Sherman", "Platform Engineer", "Alex Wilber"],
    ["Raul", "Razo", "Platform Engineer", "Alex Wilber"],
    ["Hana", "Kovac", "Security Engineer", "Alex Wilber"],
    ["Elias", "Berg", "Service Desk Specialist", "Alex Wilber"],
    ["Mia", "Olsen", "Service Desk Specialist", "Alex Wilber"],
  ],
  Operations: [
    ["Enrico", "Cattaneo", "Head of Operations", "Megan Bowen"],
    ["Irvin", "Sayers", "Warehouse Lead", "Enrico Cattaneo"],
    ["Wanda", "Nowak", "Warehouse Operator", "Irvin Sayers"],
    ["Kofi", "Mensah", "Warehouse Operator", "Irvin Sayers"],
    ["Gerhard", "Moeller", "Facilities Manager", "Enrico Cattaneo"],
  ],
};

/** Members that are not licensed as everybody else is, by user name. */
export const kioskUsers = ["wandan"];
export const unlicensedUsers = ["kofim"];
export const disabledUsers = ["gerhardm"];

/** Mailboxes without a person: their accounts are disabled and have no licence. */
export const sharedMailboxes = [
  ["info", "Contoso Info"],
  ["support", "Contoso Support"],
  ["invoices", "Contoso Invoices"],
] as const;

export const rooms = [["room.aurora", "Meeting Room Aurora"]] as const;

/** Guests: user name and home domain. */
export const guests = [
  ["Robin", "Hart", "robin.hart", "fabrikam.example"],
  ["Selma", "Yilmaz", "selma.yilmaz", "tailwind.example"],
  ["Victor", "Duarte", "victor.duarte", "adatum.example"],
] as const;

/** Organisation contacts: people outside, in the address book. */
export const outsideContacts = [
  ["Anneke Visser", "anneke.visser@adatum.example", "Adatum"],
  ["Bao Tran", "bao.tran@tailwind.example", "Tailwind Traders"],
  ["Carmen Iglesias", "carmen.iglesias@woodgrove.example", "Woodgrove Bank"],
  ["Dmitri Orlov", "dmitri.orlov@litware.example", "Litware"],
  ["Efua Boateng", "efua.boateng@northwind.example", "Northwind"],
  ["Fiona Campbell", "fiona.campbell@proseware.example", "Proseware"],
  ["Giulia Conti", "giulia.conti@adatum.example", "Adatum"],
  ["Hassan Rahimi", "hassan.rahimi@woodgrove.example", "Woodgrove Bank"],
] as const;

export const fabrikamPeople: Record<string, readonly Person[]> = {
  Management: [
    ["Clara", "Stern", "Managing Director"],
    ["Jonas", "Weber", "Head of IT", "Clara Stern"],
  ],
  Sales: [
    ["Petra", "Vogel", "Account Manager", "Clara Stern"],
    ["Sami", "Haddad", "Account Manager", "Clara Stern"],
  ],
};
