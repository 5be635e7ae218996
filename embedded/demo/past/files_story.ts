/** A list of the company's time before, as somebody saved it. */
export interface BroughtFile {
  name: string;
  text: string;
  /** As which kind somebody who then went home left it; its columns are still to be looked at. */
  leftAs?: string;
}

export const BROUGHT: BroughtFile[] = [
  {
    name: "customers 2019.csv",
    text: `customer_ref,name,email,phone,street,unit,city,province,postal_code,latitude,longitude
A0101,Harriet Doyle,harriet.doyle@example.com,905-555-0133,18 Trafalgar Rd,,Oakville,ON,L6J 3G2,43.44950,-79.66590
A0102,Pavel Horak,,416-555-0187,230 Jane St,,Toronto,ON,M6S 3Y8,43.65120,-79.48460
A0103,Nora Singh,nora.singh@example.com,905-555-0152,61 Dundurn St,,Hamilton,ON,L8P 4K3,43.25730,-79.88600
`,
  },
  {
    name: "sold 2019.csv",
    text:
      `order_number,line_ref,order_state,order_date,commitment_date,delivery_date,invoice_date,customer_ref,sku,description,quantity,unit_price,serial_numbers
O-118,O-118-1,sale,2019-03-04,,2019-03-21,,A0101,SL-HW-1000,Handicare 1000 Straight Stairlift,1,2950.00,HC1904477
O-118,O-118-2,sale,2019-03-04,,2019-03-21,,A0101,SL-CHARGE,Stairlift charging station,1,120.00,
O-126,O-126-1,sale,2019-05-13,,2019-06-02,,A0102,PL-SER-VPL,Serenity Vertical Platform Lift 72 in,1,8400.00,
O-131,O-131-1,sale,2019-02-31,,2019-07-09,,A0103,LC-PR-HER,Pride Heritage Lift Chair,1,1390.00,
O-131,O-131-2,sale,2019-06-24,,2019-07-09,,A0103,LC-PR-VIVA,Pride VivaLift Radiance Lift Chair,1,2190.00,PR5190036
O-140,O-140-1,cancel,2019-08-19,,,,A0103,SL-HW-1000,Handicare 1000 Straight Stairlift,1,2950.00,
`,
  },
  {
    name: "price list.csv",
    text: `SKU,Product,Group,Sold as,Price
SL-HW-1000,Handicare 1000 Straight Stairlift,Lifts,unit,3250.00
SL-HW-1100,Handicare 1100 Single Rail Stairlift,Lifts,unit,3890.00
LC-SET,Lift chair headrest set,Seating,extra,65.00
`,
    leftAs: "products",
  },
];
