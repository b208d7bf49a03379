// One letter or message on its way: `delivery/<id>`, whose id is that of the row that asks for it.
export const deliveryWorkflow = 'delivery';
export const deliveryWorkflowId = (deliveryId: string): string => `delivery/${deliveryId}`;
/** How it ended: handed to a mail server, put into the print folder, or no longer wanted when its turn came. */
export type Delivered = 'delivered' | 'printed' | 'stopped';
